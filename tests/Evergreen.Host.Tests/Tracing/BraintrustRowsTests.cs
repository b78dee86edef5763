using System.Text.Json;
using Evergreen.Insights.Transcripts;
using NJsonSchema;

namespace Evergreen.Host.Tests.Tracing;

/// <summary>The rows of a real run are rows of Braintrust's, and tell the same conversation whichever spans are read.</summary>
public sealed class BraintrustRowsTests(BraintrustRowsTests.RehearsedRun run) : IClassFixture<BraintrustRowsTests.RehearsedRun>
{
    private readonly List<JsonElement> _rows = run.Rows;
    private readonly JsonSchema _schema = run.Schema;

    [Fact]
    public void Every_row_satisfies_the_schema_of_the_insert_route()
    {
        Assert.InRange(_rows.Count, 300, 10_000);
        Assert.All(_rows, row => Assert.Empty(_schema.Validate(row.GetRawText())));
    }

    [Theory]
    [InlineData("""{"id":7}""")]
    [InlineData("""{"metadata":"text"}""")]
    [InlineData("""{"scores":{"helped":1.5}}""")]
    [InlineData("""{"metrics":{"start":"now"}}""")]
    [InlineData("""{"span_attributes":{"type":"model"}}""")]
    [InlineData("""{"span_parents":"root"}""")]
    public void The_schema_refuses_what_is_wrong(string row) => Assert.NotEmpty(_schema.Validate(row));

    [Fact]
    public void Rows_have_the_types_names_and_times_that_Braintrusts_own_have()
    {
        Assert.Equal(["llm", "task", "tool"], _rows.Select(row => Text(row, "span_attributes", "type")).Distinct().Order());
        Assert.All(_rows, row => Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$", row.GetProperty("created").GetString()!));
        Assert.All(_rows, row => Assert.NotNull(Text(row, "context", "span_origin", "version")));
        Assert.All(OfType("llm"), row => Assert.NotNull(Text(row, "metadata", "model")));
        Assert.All(OfType("llm"), row => Assert.NotNull(Text(row, "metadata", "provider")));
        Assert.All(OfType("tool"), row => Assert.NotNull(Text(row, "metadata", "tool_call_id")));
        Assert.All(OfType("tool"), row => Assert.Equal(
            (JsonValueKind.Object, JsonValueKind.Object), (row.GetProperty("input").ValueKind, row.GetProperty("output").ValueKind)));
        Assert.Equal(_rows.Count, _rows.Select(row => Text(row, "id")).Distinct().Count());
    }

    [Fact]
    public void The_thread_is_the_conversation_whether_model_spans_or_all_spans_are_read()
    {
        var conversations = run.Conversations.ToDictionary(conversation => conversation.Id);
        foreach (var trace in _rows.GroupBy(row => Text(row, "root_span_id")))
        {
            var spans = trace.OrderBy(row => row.GetProperty("span_attributes").GetProperty("exec_counter").GetInt32()).ToList();
            var byModel = BraintrustThread.Of(spans.Where(row => Text(row, "span_attributes", "type") == "llm"));
            var byAll = BraintrustThread.Of(spans);
            var told = conversations[Text(spans[0], "metadata", "conversation_id")!].Messages
                .Select(message => BraintrustThread.Message(JsonSerializer.SerializeToElement(message, TranscriptJson.Default.Message)))
                .Distinct();

            Assert.Equal(byModel, byAll);
            Assert.Equal(told, byModel.Skip(1));
            Assert.StartsWith("system", byModel[0], StringComparison.Ordinal);
        }
    }

    private IEnumerable<JsonElement> OfType(string type) => _rows.Where(row => Text(row, "span_attributes", "type") == type);

    private static string? Text(JsonElement json, params string[] path)
    {
        foreach (var name in path)
        {
            json = json.GetProperty(name);
        }

        return json.GetString();
    }

    /// <summary>A run of all shipped scenarios, played once for all tests.</summary>
    public sealed class RehearsedRun : IAsyncLifetime
    {
        public List<JsonElement> Rows { get; private set; } = [];

        public List<ConversationRecord> Conversations { get; private set; } = [];

        public JsonSchema Schema { get; private set; } = null!;

        public async Task InitializeAsync()
        {
            using var text = new StreamReader(typeof(BraintrustRowsTests).Assembly.GetManifestResourceStream("braintrust-insert-event.schema.json")!);
            Schema = await JsonSchema.FromJsonAsync(await text.ReadToEndAsync());
            using var temporary = new TemporaryFolder();
            await Program.RunAsync("generate", "--out", temporary["run"], "--faults", "harsh", "--seed", "3", "--store", "memory");
            Rows = [.. File.ReadLines(temporary["run/spans.jsonl"]).Select(line => JsonElement.Parse(line))];
            Conversations = [.. RunFolder.Open(temporary["run"]).Conversations];
        }

        public Task DisposeAsync() => Task.CompletedTask;
    }
}
