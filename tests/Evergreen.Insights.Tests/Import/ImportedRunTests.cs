using Evergreen.Insights.Import;
using Evergreen.Insights.Tests.Checks;
using Evergreen.Insights.Transcripts;

namespace Evergreen.Insights.Tests.Import;

public sealed class ImportedRunTests
{
    [Fact]
    public void The_run_sums_up_what_was_imported()
    {
        ConversationRecord[] conversations =
        [
            new Script().Customer("Hi").Refunds("ORD-1", "C-1", "full", 9m).Call("initiate_return", new { }, 422).Play("a"),
            new Script().Customer("Hi").Escalates().Customer("Thanks").Play("b", Ending.Escalated) with { Category = "imported" },
        ];

        var run = ImportedRun.Describe("ours", "log.jsonl", conversations, Some.Noon);

        Assert.Equal(("ours", RunStatus.Completed, Some.Noon), (run.Run.Name, run.Run.Status, run.Run.EndedAt));
        Assert.Equal("log.jsonl", run.Options["import"]);
        Assert.Equal((2, 3L, 3L), (run.Totals.Conversations, run.Totals.Turns, run.Totals.ToolCalls));
        Assert.Equal((1L, 0L, 1L, 1L), (run.Totals.Refunds, run.Totals.Returns, run.Totals.Tickets, run.Totals.Escalations));
        Assert.Equal(1, run.Totals.ByEnding["Escalated"]);
        Assert.Equal(1, run.Totals.ByCategory["imported"]);
        Assert.Equal(1.5, run.Timing.ConversationSeconds.P50);
    }

    [Fact]
    public void Another_import_is_another_run() => Assert.NotEqual(
        ImportedRun.Describe("ours", "log.jsonl", [], Some.Noon).Run.Id,
        ImportedRun.Describe("ours", "log.jsonl", [], Some.Noon.AddSeconds(1)).Run.Id);
}
