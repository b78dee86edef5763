using System.Text.Json;
using Evergreen.Insights.Statistics;
using Evergreen.Insights.Sweeps;
using Evergreen.Insights.Transcripts;

namespace Evergreen.Insights.Tests.Sweeps;

public sealed class SweepReaderTests : IDisposable
{
    private readonly TemporaryFolder _temporary = new();

    public void Dispose() => _temporary.Dispose();

    [Fact]
    public void Shares_are_of_the_conversations_that_count()
    {
        var run = Read("run", Some.Conversation("a#1"), Ended("b#1", Ending.Escalated), Ended("c#1", Ending.ModelFailed), Ended("d#1", Ending.CustomerLeft));

        Assert.Equal((4, 1), (run.Conversations, run.NotCounted));
        Assert.Equal((new Share(1, 3), new Share(1, 3), new Share(0, 3)), (run.Completed, run.Escalated, run.Found));
    }

    [Fact]
    public void A_run_is_held_against_the_first_word_by_word_and_in_any_order()
    {
        var reader = new SweepReader();
        Read(reader, "first", Some.Conversation("a#1"), Some.Conversation("b#1"));

        var second = Read(reader, "second", Some.Conversation("b#1"), Some.Conversation("a#1") with { Messages = [new("user", "Hello!")] });

        Assert.Equal(new Share(1, 2), second.AsInFirst);
    }

    [Fact]
    public void Sums_are_told_a_conversation_and_a_second()
    {
        var run = Read("run", Some.Conversation("a#1"), Some.Conversation("b#1"));

        Assert.Equal((3.5, 1.5, 120.0, 0.5), (run.Turns, run.ToolCalls, run.Tokens, run.ConversationsPerSecond));
    }

    [Fact]
    public void A_run_in_which_nothing_ended_has_no_shares()
    {
        var run = Read("run");

        Assert.Equal((0, 0.0, null), (run.Conversations, run.Turns, run.Completed.Interval));
    }

    private static ConversationRecord Ended(string id, Ending ending) => Some.Conversation(id) with { Ending = ending };

    private SweepRun Read(string name, params ConversationRecord[] conversations) => Read(new SweepReader(), name, conversations);

    private SweepRun Read(SweepReader reader, string name, params ConversationRecord[] conversations)
    {
        var record = new RunRecord
        {
            Run = new RunInfo(name, name, RunStatus.Completed, Some.Noon),
            Options = new Dictionary<string, string?>(),
            Totals = new RunTotals { Conversations = conversations.Length, Turns = 7, ToolCalls = 3, InputTokens = 200, OutputTokens = 40 },
            Timing = new RunTiming { WallSeconds = 4 },
        };
        _temporary.Write($"{name}/run.json", JsonSerializer.Serialize(record, TranscriptJson.Default.RunRecord));
        _temporary.Write($"{name}/conversations.jsonl", string.Concat(conversations.Select(conversation =>
            JsonSerializer.Serialize(conversation, TranscriptJson.Default.ConversationRecord) + "\n")));
        return reader.Read(RunFolder.Open(Path.Combine(_temporary.Path, name)), concurrency: 10, temperature: 0.7);
    }
}
