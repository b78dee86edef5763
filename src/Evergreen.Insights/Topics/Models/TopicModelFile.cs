using System.Text.Json;
using Evergreen.Insights.Json;

namespace Evergreen.Insights.Topics;

/// <summary>A topic model on disk.</summary>
public static class TopicModelFile
{
    /// <summary>Writes the model as JSON; the file is replaced whole or not at all.</summary>
    public static void Save(TopicModel model, string path) =>
        WholeFile.Write(path, JsonSerializer.SerializeToUtf8Bytes(model, TopicJson.Default.TopicModel));

    /// <summary>Reads a model.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">It holds no topic model that this version can use; the message says why.</exception>
    public static TopicModel Load(string path)
    {
        InputPath.RequireFile(path, "make a topic map first");

        try
        {
            var model = JsonSerializer.Deserialize(File.ReadAllBytes(path), TopicJson.Default.TopicModel)
                ?? throw new InvalidDataException($"{path}:1: holds null instead of a topic model");
            return Problem(model) is { } problem ? throw new InvalidDataException($"{path}: {problem}; make the map again") : model;
        }
        catch (JsonException e)
        {
            throw new InvalidDataException(JsonMistake.Describe(e, path), e);
        }
    }

    internal static string? Problem(TopicModel model)
    {
        if (model.Format != TopicModel.CurrentFormat)
        {
            return $"field \"format\" is {model.Format}; this version reads {TopicModel.CurrentFormat}";
        }

        if (model.Vocabulary is null == (model.Vectors == Topics.Vectors.LexicalVectorizer.KindName))
        {
            return $"field \"vocabulary\" does not go with \"vectors\": \"{model.Vectors}\"";
        }

        if (model.Topics.CountBy(t => t.Id, StringComparer.Ordinal).FirstOrDefault(t => t.Value > 1) is { Key: { } twice })
        {
            return $"two topics have the id \"{twice}\"";
        }

        var size = model.Vocabulary is { } v ? v.Words.Count + v.Runs.Count : int.MaxValue;
        var broken = model.Topics.FirstOrDefault(t =>
            t.Places.Count != t.Values.Count || t.Places.Zip(t.Places.Skip(1)).Any(p => p.First >= p.Second)
            || (t.Places.Count > 0 && (t.Places[0] < 0 || t.Places[^1] >= size)) || t.Values.Any(value => !float.IsFinite(value)));
        return broken is null ? null : $"topic \"{broken.Id}\": \"places\" and \"values\" do not fit together or not the vocabulary";
    }
}
