using System.Text.Json.Serialization;
using Evergreen.Insights.Experiments;
using Evergreen.Insights.Transcripts;

namespace Evergreen.Insights.Scoring;

/// <summary>A line of scores.jsonl: what was made of one conversation of a run.</summary>
/// <param name="Id">The conversation's id.</param>
/// <param name="Scores">One score a scorer.</param>
public sealed record ConversationScores(string Id, IReadOnlyList<Score> Scores);

/// <summary>The scores of a run's conversations, as they lie beside it.</summary>
public static class ScoreFile
{
    /// <summary>The file of <see cref="ConversationScores"/> in a run's folder.</summary>
    public const string Name = "scores.jsonl";

    /// <summary>
    /// The scores by conversation id, whether the folder is a run's, scored as it went, or an experiment's; none when nothing was
    /// scored.
    /// </summary>
    /// <param name="folder">The folder of a run or an experiment.</param>
    /// <exception cref="InvalidDataException">A line is broken; the message names file and line.</exception>
    public static IReadOnlyDictionary<string, IReadOnlyList<Score>> Read(string folder)
    {
        var scores = new Dictionary<string, IReadOnlyList<Score>>(StringComparer.Ordinal);
        foreach (var line in Lines(Path.Combine(folder, Name)))
        {
            scores[line.Id] = line.Scores;
        }

        foreach (var result in new JsonLines<ExperimentResult>(
            Path.Combine(folder, Experiment.ResultsFile), ExperimentJson.Default.ExperimentResult))
        {
            scores[result.ConversationId] = result.Scores;
        }

        return scores;
    }

    /// <summary>The lines of a file of scores; none when there is no such file.</summary>
    public static JsonLines<ConversationScores> Lines(string path) => new(path, ScoreJson.Default.ConversationScores);
}

/// <summary>How scores are written: snake_case, nulls left out.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ConversationScores))]
public sealed partial class ScoreJson : JsonSerializerContext;
