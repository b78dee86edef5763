using System.Collections.ObjectModel;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Evergreen.Insights.Filters;
using Evergreen.Insights.Json;
using Evergreen.Insights.Topics.Facets;
using Evergreen.Insights.Transcripts;

namespace Evergreen.Insights.Topics.Runs;

/// <summary>What topics leave in a run's folder: what the facets found, the maps, and the models that sort further runs.</summary>
public static class TopicFiles
{
    /// <summary>The facets' answers, a conversation a line.</summary>
    public const string FacetsFile = "facets.jsonl";

    /// <summary>The topics of every facet, with who belongs to them.</summary>
    public const string TopicsFile = "topics.json";

    /// <summary>The topic models by facet.</summary>
    public const string ModelsFile = "topic-models.json";

    private const int CurrentFormat = 1;

    /// <summary>Writes all three files; each is replaced whole or not at all.</summary>
    public static void Save(string folder, RunTopics topics, IReadOnlyList<FacetReading> readings)
    {
        var lines = readings.OrderBy(r => r.Conversation.Id, StringComparer.Ordinal).Select(r => JsonSerializer.Serialize(
            new FacetLine(r.Conversation.Id, r.Answers), TopicJson.Default.FacetLine) + "\n");
        WholeFile.Write(Path.Combine(folder, FacetsFile), file => File.WriteAllText(file, string.Concat(lines)));
        WholeFile.Write(Path.Combine(folder, ModelsFile), file => File.WriteAllBytes(
            file, JsonSerializer.SerializeToUtf8Bytes(new(topics.Models), TopicJson.Default.DictionaryStringTopicModel)));
        WholeFile.Write(Path.Combine(folder, TopicsFile), file => File.WriteAllBytes(
            file, JsonSerializer.SerializeToUtf8Bytes(new(CurrentFormat, topics.Facets) { ReadBy = topics.ReadBy }, TopicJson.Default.RunTopicsRecord)));
    }

    /// <summary>Whether a run has topics.</summary>
    public static bool Exist(string folder) => File.Exists(Path.Combine(folder, TopicsFile));

    /// <summary>Reads the maps and models of a run.</summary>
    /// <exception cref="FileNotFoundException">The run has no topics yet.</exception>
    /// <exception cref="InvalidDataException">A file is broken; the message names it.</exception>
    public static RunTopics Load(string folder)
    {
        var record = LoadRecord(folder);
        return new RunTopics { Facets = record.Facets, Models = LoadModels(Path.Combine(folder, ModelsFile)), ReadBy = record.ReadBy };
    }

    /// <summary>Reads the topic models of a run, wherever the file lies now.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">It is broken; the message names it.</exception>
    public static IReadOnlyDictionary<string, TopicModel> LoadModels(string path)
    {
        var models = Read(path, TopicJson.Default.DictionaryStringTopicModel);
        foreach (var (facet, model) in models)
        {
            if (TopicModelFile.Problem(model) is { } problem)
            {
                throw new InvalidDataException($"{path}: facet \"{facet}\": {problem}; make the map again");
            }
        }

        return models;
    }

    /// <summary>What the facets found in conversations, so that no model need be asked again.</summary>
    /// <param name="folder">The run's folder.</param>
    /// <param name="conversations">Its conversations; one that was not read then is left out.</param>
    /// <exception cref="InvalidDataException">A line is broken; the message names file and line.</exception>
    public static IReadOnlyList<FacetReading> LoadReadings(string folder, IEnumerable<ConversationRecord> conversations)
    {
        var answers = LoadAnswers(folder);
        return [.. conversations.Where(c => answers.ContainsKey(c.Id)).Select(c => new FacetReading(c, answers[c.Id]))];
    }

    /// <summary>Per conversation what each facet found, as filters ask for it.</summary>
    public static IReadOnlyDictionary<string, IReadOnlyDictionary<string, FacetFinding>> Findings(
        RunTopics topics, IReadOnlyList<FacetReading> readings) =>
        Findings(topics.Facets, readings.ToDictionary(r => r.Conversation.Id, r => r.Answers, StringComparer.Ordinal));

    /// <summary>The same of a run's folder, its conversations and topic models left on disk.</summary>
    /// <param name="folder">The run's folder.</param>
    /// <exception cref="FileNotFoundException">The run has no topics yet.</exception>
    /// <exception cref="InvalidDataException">A file is broken; the message names it.</exception>
    internal static RunFindings LoadFindings(string folder)
    {
        var facets = LoadRecord(folder).Facets;
        var answers = LoadAnswers(folder);
        return new RunFindings([.. facets.Select(f => f.Facet)], Findings(facets, answers), answers.Keys.ToHashSet(StringComparer.Ordinal));
    }

    private static Dictionary<string, IReadOnlyDictionary<string, FacetFinding>> Findings(
        IReadOnlyList<FacetMap> facets, Dictionary<string, IReadOnlyDictionary<string, FacetAnswer>> summaries)
    {
        return facets
            .SelectMany(facet => facet.Assignments.Select(a => (a.Id, facet.Facet, Label: facet.NameOf(a.Topic))))
            .GroupBy(f => f.Id, StringComparer.Ordinal)
            .ToDictionary(
                g => g.Key,
                g => (IReadOnlyDictionary<string, FacetFinding>)g.ToDictionary(
                    f => f.Facet, f => new FacetFinding(f.Label, Summary(f.Id, f.Facet)), StringComparer.OrdinalIgnoreCase),
                StringComparer.Ordinal);

        string Summary(string id, string slice) =>
            summaries.TryGetValue(id, out var answers) ? FacetSlice.AnswerIn(answers, slice)?.Summary ?? "" : "";
    }

    private static RunTopicsRecord LoadRecord(string folder)
    {
        var record = Read(Path.Combine(folder, TopicsFile), TopicJson.Default.RunTopicsRecord);
        return record.Format == CurrentFormat
            ? record
            : throw new InvalidDataException(
                $"{Path.Combine(folder, TopicsFile)}: field \"format\" is {record.Format}; this version reads {CurrentFormat}");
    }

    private static Dictionary<string, IReadOnlyDictionary<string, FacetAnswer>> LoadAnswers(string folder)
    {
        var answers = new Dictionary<string, IReadOnlyDictionary<string, FacetAnswer>>(StringComparer.Ordinal);
        foreach (var line in new JsonLines<FacetLine>(Path.Combine(folder, FacetsFile), TopicJson.Default.FacetLine))
        {
            answers[line.Id] = line.Facets;
        }

        return answers;
    }

    private static T Read<T>(string path, JsonTypeInfo<T> type)
    {
        InputPath.RequireFile(path, "make the run's topics first");

        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(path), type) ?? throw new InvalidDataException($"{path}:1: holds null");
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"{JsonMistake.Describe(e, path)}; restore it, or delete the run's {TopicsFile} and run evergreen topics again", e);
        }
    }
}

/// <summary>What the facets found in a run.</summary>
/// <param name="Facets">The facets' names.</param>
/// <param name="ByConversation">Per conversation what each facet found; one without any finding is absent.</param>
/// <param name="Read">The conversations the facets have read.</param>
internal sealed record RunFindings(
    IReadOnlyList<string> Facets,
    IReadOnlyDictionary<string, IReadOnlyDictionary<string, FacetFinding>> ByConversation,
    IReadOnlySet<string> Read);

/// <summary>topics.json.</summary>
internal sealed record RunTopicsRecord(int Format, IReadOnlyList<FacetMap> Facets)
{
    /// <summary>See <see cref="RunTopics.ReadBy"/>. The generated reader passes initializers over.</summary>
    public IReadOnlyDictionary<string, FacetOrigin> ReadBy { get => field ?? ReadOnlyDictionary<string, FacetOrigin>.Empty; init; }
}

/// <summary>A line of facets.jsonl.</summary>
internal sealed record FacetLine(string Id, IReadOnlyDictionary<string, FacetAnswer> Facets);
