using System.Text.Json;
using System.Text.Json.Nodes;
using Evergreen.Testing.Models;

namespace Evergreen.Host.Tests.Topics;

public sealed class TopicsClusterTests : IDisposable
{
    private readonly TemporaryFolder _temporary = new();

    public void Dispose() => _temporary.Dispose();

    [Fact]
    public async Task Any_texts_are_sorted_and_every_id_is_assigned_once()
    {
        var file = _temporary.Write("texts.jsonl", SomeTalks.Lines(60) + "{\"id\": \"odd\", \"text\": \"zzyzx qwfp\", \"label\": \"mine\"}\n");

        var outcome = await Program.RunAsync("topics", "cluster", file, "--json");

        Assert.Equal(0, outcome.ExitCode);
        Assert.Empty(outcome.Error);
        using var json = JsonDocument.Parse(outcome.Output);
        var topics = json.RootElement.GetProperty("topics").EnumerateArray().ToDictionary(topic => topic.GetProperty("id").GetString()!);
        var assignments = json.RootElement.GetProperty("assignments").EnumerateArray().ToList();
        Assert.Equal(61, assignments.Select(a => a.GetProperty("id").GetString()).Distinct().Count());
        Assert.All(topics.Values, topic => Assert.NotEmpty(topic.GetProperty("terms").EnumerateArray()));
        Assert.All(topics, topic => Assert.Equal(topic.Value.GetProperty("size").GetInt32(), assignments.Count(a => a.GetProperty("topic").GetString() == topic.Key)));
        var odd = assignments.Single(a => a.GetProperty("id").GetString() == "odd");
        Assert.Equal(JsonValueKind.Null, odd.GetProperty("topic").ValueKind);
        Assert.Equal(0, odd.GetProperty("similarity").GetDouble());
    }

    [Fact]
    public async Task The_order_of_the_lines_does_not_matter()
    {
        var lines = SomeTalks.Lines(60).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var file = _temporary.Write("texts.jsonl", string.Join('\n', lines));
        var shuffled = _temporary.Write("shuffled.jsonl", string.Join('\n', lines.Reverse()));

        Assert.Equal((await Program.RunAsync("topics", "cluster", file, "--json")).Output, (await Program.RunAsync("topics", "cluster", shuffled, "--json")).Output);
    }

    [Fact]
    public async Task Topics_are_shown_with_size_terms_and_an_example()
    {
        var outcome = await Program.RunAsync("topics", "cluster", _temporary.Write("texts.jsonl", SomeTalks.Lines(60)));

        Assert.Contains("topics over 60 texts", outcome.Output);
        Assert.Contains("parcel", outcome.Output);
        Assert.Contains("50 %", outcome.Output);
    }

    [Fact]
    public async Task Too_few_texts_are_a_smaller_answer_that_says_so()
    {
        var outcome = await Program.RunAsync("topics", "cluster", _temporary.Write("texts.jsonl", SomeTalks.Lines(5)), "--json");

        Assert.Equal(0, outcome.ExitCode);
        using var json = JsonDocument.Parse(outcome.Output);
        Assert.Empty(json.RootElement.GetProperty("topics").EnumerateArray());
        Assert.Equal(5, json.RootElement.GetProperty("assignments").GetArrayLength());
        Assert.Contains("fewer than the 30", json.RootElement.GetProperty("notes")[0].GetString());
    }

    [Theory]
    [InlineData("this is no JSON\n", ":1")]
    [InlineData("[{\"id\": 1, \"text\": \"a\"}]\n", ":1")]
    [InlineData("{\"id\": 1, \"text\": \"a\"}\n{\"id\": 2}\n", ":2: field \"text\" is missing")]
    [InlineData("{\"id\": 1, \"text\": \"a\"}\n{\"id\": 1, \"text\": \"b\"}\n", ":2: id \"1\" stands on line 1 already")]
    public async Task A_file_that_is_no_list_of_texts_is_refused_by_line(string text, string message)
    {
        var file = _temporary.Write("texts.jsonl", text);

        var outcome = await Program.RunAsync("topics", "cluster", file);

        Assert.Equal(2, outcome.ExitCode);
        Assert.Contains($"{file}{message}", outcome.Error);
        Assert.Empty(outcome.Output);
    }

    [Fact]
    public async Task With_a_server_its_embeddings_are_compared_and_its_model_names_the_topics()
    {
        await using var server = await ChatServer.StartAsync(request => request.Path.EndsWith("/embeddings", StringComparison.Ordinal)
            ? Embed(request)
            : ChatServerReply.Say("1: Sending goods back\n2: Parcels that are late"));
        Dictionary<string, string?> variables = new() { ["OPENAI_BASE_URL"] = server.BaseUrl.ToString() };

        var outcome = await Program.RunWithVariablesAsync(variables, "topics", "cluster", _temporary.Write("texts.jsonl", SomeTalks.Lines(60)));

        Assert.Equal(0, outcome.ExitCode);
        Assert.Contains("Sending goods back", outcome.Output);
        Assert.Contains("Parcels that are late", outcome.Output);
    }

    /// <summary>Texts about parcels point one way, all others another.</summary>
    private static ChatServerReply Embed(ChatServerRequest request) => ChatServerReply.Json(new JsonObject
    {
        ["data"] = new JsonArray([.. request.Json.GetProperty("input").EnumerateArray().Select((text, index) => (JsonNode)new JsonObject
        {
            ["index"] = index,
            ["embedding"] = text.GetString()!.Contains("parcel", StringComparison.Ordinal)
                ? new JsonArray(1, 0, 0.01 * (index % 7)) : new JsonArray(0, 1, 0.01 * (index % 7)),
        })]),
    });
}
