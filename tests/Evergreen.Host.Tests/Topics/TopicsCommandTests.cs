using System.Text.Json;
using Evergreen.Insights.Topics.Runs;
using Evergreen.Testing.Models;

namespace Evergreen.Host.Tests.Topics;

public sealed class TopicsCommandTests : IDisposable
{
    private readonly TemporaryFolder _temporary = new();
    private readonly string _run;

    public TopicsCommandTests() => _run = _temporary.WriteRun("run", SomeTalks.Of(40));

    public void Dispose() => _temporary.Dispose();

    [Fact]
    public async Task A_run_is_read_by_every_facet_sorted_and_kept_in_its_folder()
    {
        var outcome = await Program.RunAsync("topics", _run);

        Assert.Equal(0, outcome.ExitCode);
        Assert.Contains("reading 40 conversations", outcome.Error);
        Assert.Contains("neither OPENAI_API_KEY nor OPENAI_BASE_URL is set", outcome.Error);
        var topics = TopicFiles.Load(_run);
        Assert.Equal(["issues", "negative_reasons", "positive_reasons", "resolution-gap", "sentiment", "task"], topics.Facets.Select(f => f.Facet).Order(StringComparer.Ordinal));
        Assert.Equal(2, topics["task"].Topics.Count);
        Assert.All(topics["task"].Topics, topic => Assert.Contains(topic.Name, outcome.Output));
        Assert.Equal(["rehearsal"], topics.ReadBy.Values.Select(origin => origin.Model).Distinct());
        Assert.DoesNotContain(_temporary.Entries(), entry => entry.EndsWith(".tmp", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Json_is_one_object_with_the_maps()
    {
        var outcome = await Program.RunAsync("topics", _run, "--facet", "task", "--json");

        using var json = JsonDocument.Parse(outcome.Output);
        var map = json.RootElement.GetProperty("facets")[0];
        Assert.Equal("task", map.GetProperty("facet").GetString());
        Assert.Equal(40, map.GetProperty("assignments").GetArrayLength());
        Assert.Equal("rehearsal", json.RootElement.GetProperty("read_by").GetProperty("task").GetProperty("model").GetString());
    }

    [Fact]
    public async Task What_was_read_is_shown_without_asking_a_model_again()
    {
        await using var server = await ChatServer.StartAsync(request => ChatServerReply.Say(Answer(request)));
        Dictionary<string, string?> variables = new() { ["OPENAI_BASE_URL"] = server.BaseUrl.ToString() };
        var read = await Program.RunWithVariablesAsync(variables, "topics", _run, "--facet", "task", "--facet", "sentiment", "--embedding-model", "lexical");
        var asked = server.Received;

        var shown = await Program.RunWithVariablesAsync(variables, "topics", _run, "--facet", "sentiment", "--by", "task");
        var offline = await Program.RunAsync("topics", _run, "--facet", "task");

        Assert.Equal((0, 0, 0), (read.ExitCode, shown.ExitCode, offline.ExitCode));
        Assert.InRange(asked, 80, 85);
        Assert.Equal(asked, server.Received);
        Assert.Empty(shown.Error);
        Assert.Contains("sentiment by task", shown.Output);
        Assert.Contains("of Negative conversations are about", shown.Output);
        Assert.Contains("read by   gpt-4o-mini", offline.Output);
    }

    [Fact]
    public async Task Another_model_reads_again_when_it_is_asked_for_by_name()
    {
        await Program.RunAsync("topics", _run, "--facet", "task");
        await using var server = await ChatServer.StartAsync(_ => ChatServerReply.Say("Return an item"));
        Dictionary<string, string?> variables = new() { ["OPENAI_BASE_URL"] = server.BaseUrl.ToString() };

        await Program.RunWithVariablesAsync(variables, "topics", _run, "--facet", "task", "--judge-model", "other", "--embedding-model", "lexical");

        Assert.InRange(server.Received, 40, 41);
        Assert.Equal("other", TopicFiles.Load(_run).ReadBy["task"].Model);
    }

    [Fact]
    public async Task Answers_that_could_not_be_had_are_counted_and_asked_for_again_next_time()
    {
        var refuse = true;
        await using var server = await ChatServer.StartAsync(request => refuse && Says(request, "boots")
            ? ChatServerReply.Error(400, "this I do not read")
            : ChatServerReply.Say("Return an item"));
        Dictionary<string, string?> variables = new() { ["OPENAI_BASE_URL"] = server.BaseUrl.ToString() };
        string[] command = ["topics", _run, "--facet", "task", "--embedding-model", "lexical"];

        var first = await Program.RunWithVariablesAsync(variables, command);
        refuse = false;
        var before = server.Received;
        var second = await Program.RunWithVariablesAsync(variables, command);

        Assert.Equal(1, first.ExitCode);
        Assert.Contains("4 could not be read", first.Output);
        Assert.Contains("this I do not read", first.Output);
        Assert.Equal(0, second.ExitCode);
        Assert.InRange(server.Received - before, 4, 5);
    }

    [Fact]
    public async Task A_model_that_reads_nothing_at_all_leaves_nothing_behind()
    {
        await using var server = await ChatServer.StartAsync(_ => ChatServerReply.Error(401, "wrong key"));
        Dictionary<string, string?> variables = new() { ["OPENAI_BASE_URL"] = server.BaseUrl.ToString() };

        var outcome = await Program.RunWithVariablesAsync(variables, "topics", _run);

        Assert.Equal(2, outcome.ExitCode);
        Assert.Contains("nothing could be read by gpt-4o-mini", outcome.Error);
        Assert.Contains("wrong key", outcome.Error);
        Assert.False(TopicFiles.Exist(_run));
    }

    [Fact]
    public async Task Without_names_from_the_model_the_topics_go_by_their_terms()
    {
        await using var server = await ChatServer.StartAsync(request => Says(request, "Topic 1")
            ? ChatServerReply.Error(400, "no names today")
            : ChatServerReply.Say(Answer(request)));
        Dictionary<string, string?> variables = new() { ["OPENAI_BASE_URL"] = server.BaseUrl.ToString() };

        var outcome = await Program.RunWithVariablesAsync(variables, "topics", _run, "--facet", "task", "--embedding-model", "lexical");

        Assert.Equal(0, outcome.ExitCode);
        Assert.Contains("the topics go by their terms, the model gave no names: ", outcome.Output);
        Assert.Contains("no names today", outcome.Output);
        Assert.Equal(2, TopicFiles.Load(_run)["task"].Topics.Count);
    }

    [Fact]
    public async Task Maps_made_again_keep_the_ids_and_names_of_their_topics()
    {
        await Program.RunAsync("topics", _run, "--facet", "task");
        var before = TopicFiles.Load(_run)["task"];

        var outcome = await Program.RunAsync("topics", _run, "--facet", "task", "--again", "--seed", "3");

        var after = TopicFiles.Load(_run);
        Assert.Equal(0, outcome.ExitCode);
        Assert.Equal(3, after.Models["task"].Options.Seed);
        Assert.Equal(before.Topics.Select(t => (t.Id, t.Name)).Order(), after["task"].Topics.Select(t => (t.Id, t.Name)).Order());
    }

    [Fact]
    public async Task Conditions_narrow_what_is_shown_and_leave_the_files_alone()
    {
        await Program.RunAsync("topics", _run, "--facet", "task");
        var file = Path.Combine(_run, TopicFiles.TopicsFile);
        var before = File.ReadAllText(file);

        var outcome = await Program.RunAsync("topics", _run, "--facet", "task", "--where", "category=returns", "--json");

        using var json = JsonDocument.Parse(outcome.Output);
        var map = json.RootElement.GetProperty("facets")[0];
        Assert.Equal(20, map.GetProperty("conversations").GetInt32());
        Assert.Equal(20, map.GetProperty("topics").EnumerateArray().Sum(topic => topic.GetProperty("size").GetInt32()));
        Assert.Equal(before, File.ReadAllText(file));
    }

    [Fact]
    public async Task A_prompt_file_of_ones_own_is_a_facet()
    {
        var prompt = _temporary.Write("channel.md", "# Facet: channel\n\nYou read the record of a conversation.\n\n**Question: what did the customer want?**\n\nAnswer NONE if nothing.\n");

        var outcome = await Program.RunAsync("topics", _run, "--facet", prompt);

        Assert.Equal(0, outcome.ExitCode);
        Assert.Equal("channel", Assert.Single(TopicFiles.Load(_run).Facets).Facet);
    }

    /// <summary>A task or a sentiment, whichever the system prompt asks for; names for topics are not given.</summary>
    private static string Answer(ChatServerRequest request) =>
        !Says(request, "sentiment") ? Says(request, "parcel") ? "Find a late parcel" : "Return an item"
        : Says(request, "parcel") ? "Negative: the parcel is late" : "Neutral: calm";

    private static bool Says(ChatServerRequest request, string word) =>
        System.Text.Encoding.UTF8.GetString(request.Body).Contains(word, StringComparison.Ordinal);
}
