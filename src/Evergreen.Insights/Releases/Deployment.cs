using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Evergreen.Insights.Experiments;
using Evergreen.Insights.Scoring;
using Evergreen.Insights.Statistics;

namespace Evergreen.Insights.Releases;

/// <summary>A line of deployments.jsonl: a release became the default, by a deployment or by going back to it.</summary>
public sealed record Deployment
{
    /// <summary>Its place in the history, from 1.</summary>
    public required int Number { get; init; }

    /// <summary>When (UTC).</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The number of the deployment that was gone back to; null when this is no rollback.</summary>
    public int? Restores { get; init; }

    /// <summary>The release's name.</summary>
    public required string Release { get; init; }

    /// <summary>What it was deployed from, as it was named: <c>v2</c>, or a file.</summary>
    public required string Source { get; init; }

    /// <summary>The release that was the default before; null when none was deployed.</summary>
    public string? Replaces { get; init; }

    /// <summary>The content's version: see <see cref="ReleaseContent.Version"/>.</summary>
    public required string Version { get; init; }

    /// <summary>The release as it was then, so that a later edit of its files changes nothing about what is deployed.</summary>
    public required ReleaseContent Content { get; init; }

    /// <summary>The evaluation it was deployed on; null when none was named.</summary>
    public DeployedEval? Eval { get; init; }

    /// <summary>Why, in the words of who deployed it.</summary>
    public string? Note { get; init; }

    /// <summary>The version of the prompt at Braintrust; null without a key, or when it could not be made.</summary>
    public DeployedPrompt? Braintrust { get; init; }

    /// <summary>The release as it was deployed.</summary>
    public Release ToRelease() => new(Release, Content.SystemPrompt, Content.PromptFile, Content.RefundableStatuses, Content.Retry);
}

/// <summary>A release's content, apart from its name.</summary>
/// <param name="SystemPrompt">The prompt's text.</param>
/// <param name="PromptFile">Where it was read from.</param>
/// <param name="RefundableStatuses">Order statuses in which the shop grants a refund.</param>
/// <param name="Retry">The retry policy.</param>
public sealed record ReleaseContent(string SystemPrompt, string PromptFile, IReadOnlyList<string> RefundableStatuses, RetrySettings Retry)
{
    /// <summary>A release's content.</summary>
    public static ReleaseContent Of(Release release) => new(release.SystemPrompt, release.PromptFile, release.RefundableStatuses, release.Retry);

    /// <summary>12 lower-case hex digits over prompt, statuses in any order, and retry policy: the same when an agent behaves the same.</summary>
    [JsonIgnore]
    public string Version
    {
        get
        {
            var same = new ReleaseContent(SystemPrompt.ReplaceLineEndings("\n"), "", [.. RefundableStatuses.Order(StringComparer.Ordinal)], Retry);
            return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(
                JsonSerializer.Serialize(same, DeploymentJson.Default.ReleaseContent))))[..12];
        }
    }
}

/// <summary>What an evaluation had said about a release when it was deployed.</summary>
/// <param name="Experiment">The experiment's name.</param>
/// <param name="CreatedAt">When it was made (UTC).</param>
/// <param name="Dataset">The dataset's name.</param>
/// <param name="DatasetVersion">The dataset's version.</param>
/// <param name="Model">The agent's model.</param>
/// <param name="Trials">Trials of each row.</param>
/// <param name="Figures">One a scorer, in their order.</param>
public sealed record DeployedEval(
    string Experiment,
    DateTimeOffset CreatedAt,
    string Dataset,
    string DatasetVersion,
    string Model,
    int Trials,
    IReadOnlyList<DeployedFigure> Figures)
{
    /// <summary>What is kept of an experiment.</summary>
    public static DeployedEval Of(ExperimentSummary summary) => new(
        summary.Name,
        summary.CreatedAt,
        summary.Dataset,
        summary.DatasetVersion,
        summary.Model,
        summary.Trials,
        [.. summary.Scorers.Select(s => new DeployedFigure(s.Scorer, s.Scale, s.Scored, s.Mean?.Value, s.Mean?.Interval))]);
}

/// <summary>What one scorer had said.</summary>
/// <param name="Scorer">Its name.</param>
/// <param name="Scale">What its numbers mean.</param>
/// <param name="Scored">Trials with a score.</param>
/// <param name="Mean">The mean; null when nothing was scored.</param>
/// <param name="Interval">Its 95 % interval.</param>
public sealed record DeployedFigure(string Scorer, ScoreScale Scale, int Scored, double? Mean, Interval? Interval);

/// <summary>A version of the prompt at Braintrust.</summary>
/// <param name="PromptId">The prompt.</param>
/// <param name="Version">Its version there.</param>
public sealed record DeployedPrompt(string PromptId, string Version);

/// <summary>How deployments are written: snake_case, nulls left out.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Deployment))]
[JsonSerializable(typeof(ReleaseContent))]
public sealed partial class DeploymentJson : JsonSerializerContext;
