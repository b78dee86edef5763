using System.Text.Json;
using Evergreen.Insights.Spans;
using Evergreen.Insights.Transcripts;

namespace Evergreen.Insights.Tests.Transcripts;

public sealed class RunFolderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_conversation_comes_back_as_it_was_written()
    {
        var written = Some.Conversation("shipping-01#1") with
        {
            Messages =
            [
                new("user", "Where is it?\n“Now”"),
                new("assistant", null) { ToolCalls = [new("call_1", new("lookup_order", """{"order_id":"ORD-4002"}"""))] },
                new("tool", "null") { ToolCallId = "call_1" },
            ],
            ToolCalls =
            [
                new("call_1", 1, "lookup_order", new("""{"order_id":"ORD-4002"}"""), 503, 2)
                {
                    ErrorCode = "CARRIER_UNAVAILABLE",
                    Result = new("null"),
                    TransientFailures = [new(1, 503, "CARRIER_UNAVAILABLE", "unavailable", 1.5)],
                },
            ],
            ShopChanges = [new("returns", "inserted", new("""{"id":"RET-1"}"""))],
        };
        Write(RunFolder.ConversationsFile, Line(written));

        var read = Assert.Single(Open().Conversations);

        Assert.Equal(Line(written), Line(read));
        Assert.Equal("CARRIER_UNAVAILABLE", read.ToolCalls[0].TransientFailures[0].ErrorCode);
    }

    [Fact]
    public void A_span_comes_back_as_it_was_written()
    {
        var span = new SpanRow
        {
            SpanId = "41daec8ec2933a4b",
            RootSpanId = "77a6ee49b5065c77db0a2c30949a5373",
            SpanParents = [],
            SpanAttributes = new("conversation", "task") { ExecCounter = 1 },
            Created = Some.Noon,
            Input = RawJson.FromString("hello"),
            Metrics = new Dictionary<string, double> { ["start"] = 1795392780.185 },
        };
        var line = JsonSerializer.Serialize(span, TranscriptJson.Default.SpanRow);
        Write(RunFolder.SpansFile, line + "\n");

        var read = Assert.Single(Open().Spans);

        Assert.Equal(line, JsonSerializer.Serialize(read, TranscriptJson.Default.SpanRow));
    }

    [Fact]
    public void A_run_that_is_still_written_shows_its_whole_lines_and_counts_the_rest()
    {
        var whole = Line(Some.Conversation("a#1")) + Line(Some.Conversation("a#2"));
        Write(RunFolder.ConversationsFile, whole + Line(Some.Conversation("a#3"))[..40]);
        var run = Open();

        Assert.Equal(["a#1", "a#2"], run.Conversations.Select(c => c.Id));
        Assert.Equal(1, run.Conversations.UnfinishedLines);

        Write(RunFolder.ConversationsFile, whole + Line(Some.Conversation("a#3")));

        Assert.Equal(["a#1", "a#2", "a#3"], run.Conversations.Select(c => c.Id));
        Assert.Equal(0, run.Conversations.UnfinishedLines);
    }

    [Fact]
    public void A_run_that_has_just_begun_has_no_conversations() => Assert.Empty(Open().Conversations);

    [Fact]
    public void A_run_that_has_just_begun_has_zero_totals() => Assert.Equal(0, Open().Record.Totals.Conversations);

    [Fact]
    public void A_broken_line_is_named_with_its_number()
    {
        Write(RunFolder.ConversationsFile, Line(Some.Conversation("a#1")) + "{\"id\": nonsense}\n" + Line(Some.Conversation("a#2")));
        var run = Open();

        var error = Assert.Throws<InvalidDataException>(() => run.Conversations.ToList());

        Assert.StartsWith($"{Path.Combine(_folder.Path, "conversations.jsonl")}:2:", error.Message);
    }

    [Fact]
    public void A_line_that_lacks_a_field_is_named_with_its_number()
    {
        Write(RunFolder.ConversationsFile, Line(Some.Conversation("a#1")) + "{\"id\": \"a#2\"}\n");
        var run = Open();

        var error = Assert.Throws<InvalidDataException>(() => run.Conversations.ToList());

        Assert.StartsWith($"{Path.Combine(_folder.Path, "conversations.jsonl")}:2:", error.Message);
        Assert.Contains("scenario_id", error.Message);
    }

    [Fact]
    public void Lines_longer_than_any_buffer_are_read_whole()
    {
        var long1 = Some.Conversation("a#1") with { Messages = [new("user", new string('x', 300_000))] };
        Write(RunFolder.ConversationsFile, Line(long1) + Line(Some.Conversation("a#2")));

        var read = Open().Conversations.ToList();

        Assert.Equal(300_000, read[0].Messages[0].Content!.Length);
        Assert.Equal("a#2", read[1].Id);
    }

    [Fact]
    public void Fields_that_have_a_default_may_be_left_out()
    {
        const string call = """{"id":"c","turn":1,"name":"lookup_order","arguments":{},"status":200,"attempts":1,"result":null}""";
        Write(RunFolder.ConversationsFile, Line(Some.Conversation()).Replace("\"tool_calls\":[]", $"\"tool_calls\":[{call}]"));
        var run = Open();
        Write(RunFolder.RunFile, """{"run":{"name":"a","id":"b","status":"running","started_at":"2026-05-04T12:00:00Z"},"options":{}}""");

        Assert.Empty(run.Conversations.Single().ToolCalls[0].TransientFailures);
        Assert.Empty(RunFolder.Open(_folder.Path).Record.Totals.ByEnding);
        Assert.Equal("yes", RunFolder.Open(_folder.Path).Record.Run.Reproducible);
    }

    [Fact]
    public void A_folder_without_a_run_is_refused()
    {
        var error = Assert.Throws<InvalidDataException>(() => RunFolder.Open(_folder.Path));

        Assert.StartsWith($"{_folder.Path}: not a run's folder, it has no run.json", error.Message);
    }

    [Fact]
    public void A_missing_folder_is_refused()
    {
        var path = Path.Combine(_folder.Path, "gone");

        Assert.StartsWith($"{path}: no such folder", Assert.Throws<DirectoryNotFoundException>(() => RunFolder.Open(path)).Message);
    }

    [Fact]
    public void A_broken_run_file_is_named_with_its_line()
    {
        Write(RunFolder.RunFile, "{\n  oops");

        var error = Assert.Throws<InvalidDataException>(() => RunFolder.Open(_folder.Path));

        Assert.StartsWith($"{Path.Combine(_folder.Path, "run.json")}:2:3: not valid JSON", error.Message);
    }

    private RunFolder Open()
    {
        var record = new RunRecord
        {
            Run = new("v1", "0123", RunStatus.Running, Some.Noon),
            Options = new Dictionary<string, string?> { ["seed"] = "7" },
        };
        Write(RunFolder.RunFile, JsonSerializer.Serialize(record, TranscriptJson.Default.RunRecord));
        return RunFolder.Open(_folder.Path);
    }

    private void Write(string name, string text) => _folder.Write(name, text);

    private static string Line(ConversationRecord c) => JsonSerializer.Serialize(c, TranscriptJson.Default.ConversationRecord) + "\n";
}
