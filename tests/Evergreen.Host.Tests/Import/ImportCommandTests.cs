using System.Text.Json;
using Evergreen.Insights.Topics.Runs;
using Evergreen.Insights.Transcripts;

namespace Evergreen.Host.Tests.Import;

public sealed class ImportCommandTests : IDisposable
{
    private const string Chats = """
        {"id": "a", "messages": [{"role": "system", "content": "Be kind."}, {"role": "user", "content": "Where is ORD-1?"}, {"role": "assistant", "tool_calls": [{"id": "c1", "type": "function", "function": {"name": "lookup_order", "arguments": "{\"order_id\":\"ORD-1\"}"}}]}, {"role": "tool", "tool_call_id": "c1", "content": "null"}, {"role": "assistant", "content": "I cannot find it, sorry."}]}
        {"id": "b", "input": "I want my money back", "output": "Done, it is on its way.", "metadata": {"category": "billing"}}

        """;

    private readonly TemporaryFolder _temporary = new();

    public void Dispose() => _temporary.Dispose();

    [Fact]
    public async Task Conversations_logged_elsewhere_become_a_run_that_every_command_takes()
    {
        var outcome = await ImportAsync(Chats);

        Assert.Equal(0, outcome.ExitCode);
        Assert.Contains("2 conversations from", outcome.Output);
        Assert.Equal(["chats.jsonl", "run", "run/conversations.jsonl", "run/run.json"], _temporary.Entries());
        var run = RunFolder.Open(_temporary["run"]);
        Assert.Equal(RunStatus.Completed, run.Record.Run.Status);
        Assert.Equal(["a", "b"], run.Conversations.Select(c => c.Id));

        var shown = await Program.RunAsync("show", _temporary["run"], "a");
        Assert.Contains("lookup_order order_id=ORD-1 → 404", shown.Output);
        Assert.Equal(0, (await Program.RunAsync("checks", _temporary["run"])).ExitCode);
        Assert.Equal(0, (await Program.RunAsync("topics", _temporary["run"])).ExitCode);
        Assert.True(TopicFiles.Exist(_temporary["run"]));
        var dataset = await Program.RunAsync("dataset", "create", _temporary["mine.jsonl"], "--from", _temporary["run"], "--where", "category=billing");
        Assert.Equal(0, dataset.ExitCode);
    }

    [Fact]
    public async Task Json_is_the_runs_record()
    {
        var outcome = await ImportAsync(Chats, options: ["--json"]);

        using var json = JsonDocument.Parse(outcome.Output);
        Assert.Equal(2, json.RootElement.GetProperty("totals").GetProperty("conversations").GetInt32());
        Assert.Equal(File.ReadAllText(_temporary["run/run.json"]), outcome.Output);
    }

    [Fact]
    public async Task Call_ids_that_a_server_counts_anew_every_time_are_read_in_order()
    {
        await ImportAsync("""
            {"id": "a", "messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "tool_calls": [{"id": "0", "function": {"name": "first", "arguments": "{}"}}]}, {"role": "tool", "tool_call_id": "0", "content": "1"}, {"role": "assistant", "tool_calls": [{"id": "0", "function": {"name": "second", "arguments": "{}"}}]}, {"role": "tool", "tool_call_id": "0", "content": "2"}]}

            """);

        var outcome = await Program.RunAsync("show", _temporary["run"], "a");

        Assert.Equal(0, outcome.ExitCode);
        Assert.Equal(["first", "second"], outcome.Output.Split('\n').Where(line => line.Contains('→')).Select(line => line.Trim().Split(' ')[0]));
    }

    [Theory]
    [InlineData("this is no JSON\n", ":1")]
    [InlineData("{\n", ":1: not valid JSON: Expected depth to be zero at the end of the JSON payload. There is an open JSON object or array that should be closed; give one JSON object a line")]
    [InlineData("", ":1: no conversations")]
    [InlineData("{\"id\": \"a\", \"messages\": [{\"role\": \"assistant\", \"content\": \"Hi\"}]}\n", ":1: the conversation holds no customer message")]
    [InlineData("{\"id\": \"a\", \"input\": \"x\"}\n{\"id\": \"a\", \"input\": \"y\"}\n", ":2: the conversation's id \"a\" is that of line 1 already")]
    public async Task A_file_of_anything_else_is_refused_by_line_and_leaves_nothing(string text, string message)
    {
        var outcome = await ImportAsync(text);

        Assert.Equal(2, outcome.ExitCode);
        Assert.Contains($"chats.jsonl{message}", outcome.Error);
        Assert.Empty(outcome.Output);
        Assert.Equal(["chats.jsonl"], _temporary.Entries());
    }

    [Theory]
    [InlineData("run/run.json", "holds a run already")]
    [InlineData("run/notes.txt", "exists already")]
    [InlineData("run", "this is a file")]
    public async Task What_is_there_already_is_not_touched(string file, string message)
    {
        _temporary.Write(file, "precious");

        var outcome = await ImportAsync(Chats);

        Assert.Equal(2, outcome.ExitCode);
        Assert.Contains(message, outcome.Error);
        Assert.Equal("precious", File.ReadAllText(_temporary[file]));
    }

    [Fact]
    public async Task A_place_that_cannot_be_written_is_refused()
    {
        _temporary.Write("file", "");

        var outcome = await ImportAsync(Chats, to: "file/run");

        Assert.Equal(2, outcome.ExitCode);
        Assert.Contains("choose a folder you may write to", outcome.Error);
    }

    private Task<Program.Outcome> ImportAsync(string text, string to = "run", string[]? options = null) =>
        Program.RunAsync(["import", _temporary.Write("chats.jsonl", text), "--out", _temporary[to], .. options ?? []]);
}
