using Evergreen.Insights.Topics.Facets;
using Evergreen.Insights.Transcripts;

namespace Evergreen.Insights.Tests.Topics;

public sealed class FacetUpdateTests : IDisposable
{
    private static readonly ConversationRecord[] Run = [Some.Conversation("a"), Some.Conversation("b"), Some.Conversation("c")];

    private readonly TemporaryFolder _folder = new();
    private readonly Facet _task;

    public FacetUpdateTests() => _task = Facet.Load(_folder.Write("task.md", "What is it about? NONE if nothing."));

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task What_nobody_has_read_is_asked_once_a_conversation()
    {
        var update = FacetUpdate.Of(Run, [_task], [], Nobody, "m");

        var readings = await update.ReadAsync(new ScriptedModel("one", "two", "three"), concurrency: 1);

        Assert.Equal(3, update.Questions);
        Assert.Equal(["one", "two", "three"], readings.Select(r => r.Answers["task"].Summary));
        Assert.Equal(new FacetOrigin("m", _task.Version), update.ReadBy["task"]);
    }

    [Fact]
    public async Task Of_a_run_that_grew_and_had_failures_only_those_are_asked_and_the_rest_is_kept()
    {
        FacetReading[] known = [Read(Run[0], new FacetAnswer("kept")), Read(Run[1], new FacetAnswer { Error = "busy" })];

        var update = FacetUpdate.Of(Run, [_task], known, ReadBy("m", _task.Version), "m");
        var readings = await update.ReadAsync(new ScriptedModel("two", "three"), concurrency: 1);

        Assert.Equal(["kept", "two", "three"], readings.Select(r => r.Answers["task"].Summary));
    }

    [Fact]
    public async Task A_changed_prompt_is_another_question()
    {
        var before = _task.Version;
        var changed = Facet.Load(_folder.Write("task.md", "What is it really about? NONE if nothing."));
        var known = Run.Select(c => Read(c, new FacetAnswer("old"))).ToArray();

        var update = FacetUpdate.Of(Run, [changed], known, ReadBy("m", before), "m", anyModel: true);

        Assert.Equal(3, update.Questions);
        Assert.Equal(["new"], (await update.ReadAsync(new ScriptedModel("new", "new", "new"), 1)).Select(r => r.Answers["task"].Summary).Distinct());
    }

    [Theory]
    [InlineData(true, 0)]
    [InlineData(false, 3)]
    public void What_another_model_has_read_to_the_end_stands_unless_this_one_was_asked_for(bool anyModel, int questions)
    {
        var known = Run.Select(c => Read(c, new FacetAnswer("old"))).ToArray();

        Assert.Equal(questions, FacetUpdate.Of(Run, [_task], known, ReadBy("dear", _task.Version), "cheap", anyModel).Questions);
    }

    [Fact]
    public void Two_models_are_never_mixed_in_one_facet()
    {
        FacetReading[] known = [Read(Run[0], new FacetAnswer("old"))];

        Assert.Equal(3, FacetUpdate.Of(Run, [_task], known, ReadBy("dear", _task.Version), "cheap", anyModel: true).Questions);
    }

    [Fact]
    public async Task What_other_facets_have_read_is_kept()
    {
        FacetReading[] known = [new(Run[0], new Dictionary<string, FacetAnswer> { ["issues"] = new("slow") })];

        var readings = await FacetUpdate.Of(Run, [_task], known, Nobody, "m").ReadAsync(new ScriptedModel("one", "two", "three"), 1);

        Assert.Equal(["issues", "task"], readings[0].Answers.Keys.Order(StringComparer.Ordinal));
    }

    private static Dictionary<string, FacetOrigin> Nobody => [];

    private static Dictionary<string, FacetOrigin> ReadBy(string model, string prompt) => new() { ["task"] = new FacetOrigin(model, prompt) };

    private static FacetReading Read(ConversationRecord conversation, FacetAnswer answer) =>
        new(conversation, new Dictionary<string, FacetAnswer> { ["task"] = answer });
}
