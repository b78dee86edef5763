using System.Text;
using System.Text.Json;
using Evergreen.Insights.Topics;
using Evergreen.Insights.Topics.Facets;
using Evergreen.Insights.Topics.Runs;
using Evergreen.Insights.Transcripts;

namespace Evergreen.Host.Tests;

/// <summary>A run's folder as a run leaves it, with conversations of the test's own.</summary>
internal static class SomeRun
{
    public static DateTimeOffset Noon { get; } = new(2026, 5, 4, 12, 0, 0, TimeSpan.Zero);

    /// <summary>A conversation in which the customer says these things.</summary>
    public static ConversationRecord Conversation(string id, params string[] customer) => new()
    {
        Id = id,
        ScenarioId = id.Split('.')[0],
        Category = id.Split('-')[0],
        Release = "v1",
        Model = "rehearsal",
        Ending = Ending.Completed,
        Turns = customer.Length,
        Messages = [.. customer.SelectMany(text => new Message[] { new("user", text), new("assistant", "I see.") })],
        ToolCalls = [],
        ShopChanges = [],
        Usage = new Usage(customer.Length, 100, 20),
        Timing = new Timing(Noon, 1.5, 1.2),
    };

    /// <summary>Writes the folder and returns its path.</summary>
    public static string WriteRun(this TemporaryFolder temporary, string folder, params IReadOnlyList<ConversationRecord> conversations)
    {
        var name = Path.GetFileName(folder);
        var record = new RunRecord
        {
            Run = new RunInfo(name, $"{name}@2026-05-04", RunStatus.Completed, Noon),
            Options = new Dictionary<string, string?>(),
            Totals = new RunTotals { Conversations = conversations.Count },
        };
        temporary.Write($"{folder}/run.json", JsonSerializer.Serialize(record, TranscriptJson.Default.RunRecord));
        var lines = new StringBuilder();
        foreach (var conversation in conversations)
        {
            lines.Append(JsonSerializer.Serialize(conversation, TranscriptJson.Default.ConversationRecord)).Append('\n');
        }

        temporary.Write($"{folder}/conversations.jsonl", lines.ToString());
        return temporary[folder];
    }

    /// <summary>Gives a run topics of the task facet: conversation and topic's name.</summary>
    public static void WriteTopics(string folder, params (string Conversation, string Topic)[] tasks)
    {
        var topics = tasks.GroupBy(task => task.Topic).Select((topic, n) => new Topic($"t{n + 1}", topic.Key, [], topic.Count(), topic.First().Conversation, "")).ToList();
        var map = new FacetMap
        {
            Facet = "task",
            Source = "summaries",
            Conversations = tasks.Length,
            Nothing = 0,
            Failed = 0,
            Topics = topics,
            Assignments = [.. tasks.Select(task => new TopicAssignment(task.Conversation, topics.Single(topic => topic.Name == task.Topic).Id, 1))],
        };
        var readings = tasks.Select(task => new FacetReading(
            Conversation(task.Conversation), new Dictionary<string, FacetAnswer> { ["task"] = new($"About {task.Topic}.") })).ToList();
        TopicFiles.Save(folder, new RunTopics { Facets = [map], Models = new Dictionary<string, TopicModel>() }, readings);
    }
}
