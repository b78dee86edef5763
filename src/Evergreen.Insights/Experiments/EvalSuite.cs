using System.Globalization;
using Evergreen.Insights.Datasets;
using Evergreen.Insights.Filters;
using Evergreen.Insights.Scenarios;
using Evergreen.Insights.Transcripts;

namespace Evergreen.Insights.Experiments;

/// <summary>What an evaluation plays: a dataset's rows, or scenarios themselves.</summary>
public sealed class EvalSuite
{
    private readonly Dictionary<string, DatasetRow> _rows;

    /// <summary>The suite of a dataset.</summary>
    /// <param name="name">The dataset's name.</param>
    /// <param name="dataset">Its rows, at least one.</param>
    /// <exception cref="ArgumentException">There are no rows.</exception>
    public EvalSuite(string name, Dataset dataset)
    {
        if (dataset.Rows.Count == 0)
        {
            throw new ArgumentException($"{name}: no rows to evaluate on; loosen --where or choose another dataset");
        }

        (Name, Version) = (name, dataset.Version);
        _rows = dataset.Rows.ToDictionary(row => row.Id, StringComparer.Ordinal);
        Scenarios = [.. dataset.Rows.Select(row => row.ToScenario())];
    }

    /// <summary>The suite of a file of scenarios: what is scripted, and one turn more where the script keeps the e-mail back.</summary>
    /// <param name="name">The suite's name.</param>
    /// <param name="scenarios">At least one.</param>
    public EvalSuite(string name, IReadOnlyList<Scenario> scenarios)
    {
        (Name, Version, _rows) = (name, Dataset.VersionOf(scenarios.Select(s => $"{s.Id} {Script(s)}")), []);
        Scenarios = [.. scenarios.Select(s => s with { GeneratedTurns = s.Email is { } email && !Script(s).Contains(email, StringComparison.Ordinal) ? 1 : 0 })];
    }

    /// <summary>The dataset's name, or the file's.</summary>
    public string Name { get; }

    /// <summary>The version of what is played; results are comparable when theirs are the same.</summary>
    public string Version { get; }

    /// <summary>The scenarios to play; a row's has the row's id.</summary>
    public IReadOnlyList<Scenario> Scenarios { get; }

    /// <summary>What a good answer to a conversation comes to, where a person has written it down.</summary>
    public string? ExpectedOf(ConversationRecord conversation) => _rows.GetValueOrDefault(conversation.ScenarioId)?.Expected;

    /// <summary>A scored conversation as the trial of its row.</summary>
    /// <param name="conversation">Its id is its row's and the trial's number: <c>0123456789abcdef.2</c>.</param>
    /// <param name="scores">What the scorers made of it.</param>
    public static ExperimentResult ResultOf(ConversationRecord conversation, IReadOnlyList<Scoring.Score> scores) => new(
        conversation.ScenarioId,
        int.Parse(conversation.Id.AsSpan(conversation.ScenarioId.Length + 1), CultureInfo.InvariantCulture),
        conversation.Id,
        conversation.Ending,
        scores);

    /// <summary>The rows that meet all conditions.</summary>
    /// <param name="dataset">The rows.</param>
    /// <param name="conditions">As <see cref="Filter"/> reads them; of the names, those of <see cref="FilterNames.OfDatasetRows"/>.</param>
    /// <exception cref="ArgumentException">A condition is malformed.</exception>
    public static Dataset Where(Dataset dataset, IReadOnlyList<string> conditions)
    {
        var filter = Filter.Parse(conditions, FilterNames.OfDatasetRows);
        return dataset with { Rows = [.. dataset.Rows.Where(row => filter.Matches(new FilterSubject(Said(row))))] };
    }

    private static string Script(Scenario scenario) => string.Join('\n', scenario.FollowUps.Prepend(scenario.Opening));

    private static ConversationRecord Said(DatasetRow row) => new()
    {
        Id = row.Id,
        ScenarioId = row.Metadata.ScenarioId ?? "",
        Category = row.Metadata.Category ?? "",
        Release = "",
        Model = "",
        Ending = Ending.Completed,
        Turns = row.Metadata.NumCustomerMessages,
        Messages = [.. row.CustomerMessages.Select(text => new Message("user", text))],
        ToolCalls = [],
        ShopChanges = [],
        Usage = Usage.None,
        Timing = new Timing(default, 0, 0),
    };
}
