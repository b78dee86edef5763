using System.Text.Json;
using Evergreen.Insights.Import;
using Evergreen.Insights.Spans;
using Evergreen.Insights.Transcripts;

namespace Evergreen.Insights.Tests.Import;

public sealed class ConversationImportTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private string _path = "";

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Chat_messages_become_a_conversation()
    {
        var conversation = Assert.Single(Load(
            """
            {"id": "chat-7", "metadata": {"category": "returns", "model": "gpt-4o-mini"}, "messages": [{"role": "system", "content": "Be kind."}, {"role": "user", "content": [{"type": "text", "text": "Where is it?"}]}, {"role": "assistant", "content": null, "tool_calls": [{"id": "c1", "type": "function", "function": {"name": "lookup_order", "arguments": "{\"order_id\":\"ORD-1\"}"}}, {"id": "c2", "type": "function", "function": {"name": "escalate_to_human", "arguments": {"subject": "x"}}}]}, {"role": "tool", "tool_call_id": "c1", "content": "null"}, {"role": "tool", "tool_call_id": "c2", "content": "{\"status_code\":200}"}, {"role": "assistant", "content": "I asked a colleague."}, {"role": "user", "content": "Thanks"}]}
            """));

        Assert.Equal(("chat-7", "returns", "gpt-4o-mini", "unknown"), (conversation.Id, conversation.Category, conversation.Model, conversation.Release));
        Assert.Equal(["user", "assistant", "tool", "tool", "assistant", "user"], conversation.Messages.Select(m => m.Role));
        Assert.Equal("Where is it?", conversation.Messages[0].Content);
        Assert.Equal(2, conversation.Turns);
        Assert.Equal([404, 200], conversation.ToolCalls.Select(c => c.Status));
        Assert.Equal("""{"order_id":"ORD-1"}""", conversation.ToolCalls[0].Arguments.Text);
        Assert.Equal(Ending.Escalated, conversation.Ending);
        Assert.Equal(Some.Noon, conversation.Timing.StartedAt);
    }

    [Fact]
    public void Calls_and_answers_without_ids_are_matched_in_order()
    {
        var conversation = Assert.Single(Load(
            """
            {"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "function_call": {"name": "search", "arguments": "oops"}}, {"role": "function", "name": "search", "content": "{\"error\": \"down\", \"code\": \"TOOL_EXECUTION_ERROR\"}"}, {"role": "assistant", "tool_calls": [{"function": {"name": "fetch"}}]}]}
            """));

        Assert.Equal("line-1", conversation.Id);
        Assert.Equal((500, "TOOL_EXECUTION_ERROR", "\"oops\""), (
            conversation.ToolCalls[0].Status, conversation.ToolCalls[0].ErrorCode, conversation.ToolCalls[0].Arguments.Text));
        Assert.Equal(("fetch", 0, "null"), (
            conversation.ToolCalls[1].Name, conversation.ToolCalls[1].Status, conversation.ToolCalls[1].Result.Text));
    }

    [Fact]
    public void Rows_of_one_trace_become_one_conversation_wherever_they_stand()
    {
        var conversations = Load(
            """
            {"root_span_id": "t1", "span_id": "s2", "span_parents": ["s1"], "span_attributes": {"type": "tool"}, "input": {}, "output": {"role": "user", "content": "no"}}
            {"root_span_id": "t2", "span_id": "s9", "span_parents": [], "input": "Hello?", "output": "Hello!"}
            {"root_span_id": "t1", "span_id": "s1", "span_parents": [], "metadata": {"conversation_id": "billing-01.1", "prompt_version": "v1"}, "created": "2026-05-01T10:00:00Z", "metrics": {"start": 100, "end": 102.5}, "input": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hi!"}], "output": {"role": "assistant", "content": "Hi!"}}
            """);

        Assert.Equal(["billing-01.1", "t2"], conversations.Select(c => c.Id));
        Assert.Equal(["Hi", "Hi!"], conversations[0].Messages.Select(m => m.Content));
        Assert.Equal(("v1", 2.5), (conversations[0].Release, conversations[0].Timing.Seconds));
        Assert.Equal(new DateTimeOffset(2026, 5, 1, 10, 0, 0, TimeSpan.Zero), conversations[0].Timing.StartedAt);
        Assert.Equal([("user", "Hello?"), ("assistant", "Hello!")], conversations[1].Messages.Select(m => (m.Role, m.Content!)));
    }

    [Fact]
    public void A_trace_whose_root_says_nothing_is_read_from_its_last_model_call()
    {
        var conversation = Assert.Single(Load(
            """
            {"root_span_id": "t", "span_id": "1", "span_parents": []}
            {"root_span_id": "t", "span_id": "2", "span_parents": ["1"], "span_attributes": {"type": "llm"}, "metrics": {"start": 2}, "input": [{"role": "system", "content": "Be kind."}, {"role": "user", "content": "A"}, {"role": "assistant", "content": "B"}, {"role": "user", "content": "C"}], "output": [{"index": 0, "message": {"role": "assistant", "content": "D"}}]}
            {"root_span_id": "t", "span_id": "3", "span_parents": ["1"], "span_attributes": {"type": "llm"}, "metrics": {"start": 1}, "input": [{"role": "user", "content": "A"}], "output": [{"index": 0, "message": {"role": "assistant", "content": "B"}}]}
            """));

        Assert.Equal(["A", "B", "C", "D"], conversation.Messages.Select(m => m.Content));
    }

    [Fact]
    public void What_this_program_traced_can_be_imported()
    {
        var root = new SpanRow
        {
            SpanId = "41daec8ec2933a4b",
            RootSpanId = "77a6ee49b5065c77db0a2c30949a5373",
            SpanParents = [],
            SpanAttributes = new("conversation", "task"),
            Created = Some.Noon,
            Input = new("""[{"role":"user","content":"Hi"}]"""),
            Output = new("""{"role":"assistant","content":"Hello"}"""),
            Metadata = new("""{"conversation_id":"a.1","category":"billing"}"""),
            Metrics = new Dictionary<string, double> { ["start"] = 1, ["end"] = 2 },
        };

        var conversation = Assert.Single(Load(JsonSerializer.Serialize(root, TranscriptJson.Default.SpanRow)));

        Assert.Equal(("a.1", "billing", 2), (conversation.Id, conversation.Category, conversation.Messages.Count));
    }

    [Fact]
    public void Every_line_that_is_no_conversation_is_named()
    {
        var error = Assert.Throws<InvalidDataException>(() => Load(
            """
            {"id": "a", "messages": [{"role": "user", "content": "Hi"}]}
            {"messages": [
            [1]
            {"messages": [{"role": "robot", "content": "Hi"}]}
            {"question": "Hi"}
            {"id": "a", "messages": [{"role": "user", "content": "Hi again"}]}
            {"root_span_id": "t", "span_id": "1"}
            {"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "tool_calls": [{"id": "x"}]}]}
            """));

        var lines = error.Message.Split(Environment.NewLine);
        Assert.StartsWith($"{_path}:2: not valid JSON: ", lines[0]);
        Assert.Equal($"{_path}:3: the line is no object; give one JSON object a line (jq -c '.[]' makes them from a list)", lines[1]);
        Assert.Equal($"{_path}:4: a message has the role \"robot\"; use user, assistant, tool or system", lines[2]);
        Assert.StartsWith($"{_path}:5: the conversation holds no customer message; give \"messages\"", lines[3]);
        Assert.Equal($"{_path}:6: the conversation's id \"a\" is that of line 1 already", lines[4]);
        Assert.StartsWith($"{_path}:7: trace t holds no customer message;", lines[5]);
        Assert.StartsWith($"{_path}:8: a tool call is ", lines[6]);
    }

    [Fact]
    public void A_file_that_is_wrong_throughout_does_not_flood_the_screen()
    {
        var error = Assert.Throws<InvalidDataException>(() => Load(string.Join('\n', Enumerable.Repeat("[]", 80))));

        Assert.EndsWith($"{_path}: and 30 more like these", error.Message);
        Assert.Equal(51, error.Message.Split(Environment.NewLine).Length);
    }

    [Fact]
    public void An_empty_file_holds_no_conversations() =>
        Assert.EndsWith(":1: no conversations; give one JSON object a line", Assert.Throws<InvalidDataException>(() => Load("\n")).Message);

    private IReadOnlyList<ConversationRecord> Load(string text) =>
        ConversationImport.Load(_path = _folder.Write("log.jsonl", text), Some.Noon);
}
