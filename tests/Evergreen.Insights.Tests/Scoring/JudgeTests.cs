using Evergreen.Insights.Scoring;
using Evergreen.Insights.Transcripts;
using Microsoft.Extensions.AI;

namespace Evergreen.Insights.Tests.Scoring;

public sealed class JudgeTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("""{"reason": "It was done.", "verdict": "yes"}""", 1, "It was done.")]
    [InlineData("""{"verdict": "No", "reason": "Nothing was done."}""", 0, "Nothing was done.")]
    [InlineData("Sure!\n```json\n{\"reason\": \"Done.\", \"verdict\": true}\n```", 1, "Done.")]
    [InlineData("The agent gave up.\n**Verdict: FAIL**", 0, "The agent gave up.")]
    public async Task A_verdict_is_read_with_its_reason(string answer, double value, string reason) =>
        Assert.Equal(new Score("kind", value, reason), await JudgeAsync(new ScriptedModel(answer)));

    [Theory]
    [InlineData("")]
    [InlineData("I would say it went quite well.")]
    [InlineData("""{"reason": "Hm.", "verdict": "maybe"}""")]
    [InlineData("""{"reason": "cut off, "verd""")]
    [InlineData("""{"verdict": "yes", "reason": "a"} or rather {"verdict": "no", "reason": "b"}""")]
    public async Task An_answer_without_one_verdict_is_not_scored_and_never_zero(string answer)
    {
        var score = await JudgeAsync(new ScriptedModel(answer));

        Assert.Null(score.Value);
        Assert.StartsWith("not scored: ", score.Reason);
    }

    [Fact]
    public async Task The_prompt_is_the_system_message_and_the_conversation_the_users()
    {
        var model = new ScriptedModel("""{"verdict": "yes"}""");

        await JudgeAsync(model);

        var (messages, options) = model.Asked.Single();
        Assert.Equal(0, options!.Temperature);
        Assert.Equal([ChatRole.System, ChatRole.User], messages.Select(m => m.Role));
        Assert.Equal("Was it kind?\n\nGive a verdict.", messages[0].Text);
        Assert.Equal(Narrative.Of(Some.Conversation()), messages[1].Text);
    }

    [Fact]
    public async Task What_a_person_expects_is_told_to_the_judge()
    {
        var model = new ScriptedModel("""{"verdict": "yes"}""");

        await Judge().Load(model).ScoreAsync(Some.Conversation(), "A greeting.", default);

        Assert.Contains("what a good outcome is: A greeting.\n\nGive a verdict.", model.Asked.Single().Messages[0].Text);
    }

    [Fact]
    public void A_prompt_that_asks_for_no_verdict_is_refused_with_what_to_add()
    {
        var path = _folder.Write("vague.md", "What do you think?");

        var error = Assert.Throws<InvalidDataException>(() => Insights.Scoring.Judge.Load(path, new ScriptedModel()));

        Assert.StartsWith($"{path}: does not ask for a verdict; end it with: Answer with one JSON object", error.Message);
    }

    [Fact]
    public async Task A_judge_that_breaks_leaves_out_its_own_score_alone()
    {
        IScorer[] scorers = [Judge().Load(new ScriptedModel()), .. Scorers.WithoutJudge];

        var scores = await Scorecard.ScoreAsync(scorers, Some.Conversation(), null, default);

        Assert.Equal(new Score("kind", null, "not scored: the script has run dry"), scores[0]);
        Assert.Equal(1, scores.Single(s => s.Scorer == "policy").Value);
    }

    [Fact]
    public async Task What_ended_by_our_own_fault_is_put_before_no_judge()
    {
        var model = new ScriptedModel();

        var scores = await Scorecard.ScoreAsync(
            [Judge().Load(model), .. Scorers.WithoutJudge], Some.Conversation() with { Ending = Ending.ModelFailed }, null, default);

        Assert.All(scores, s => Assert.Null(s.Value));
        Assert.Empty(model.Asked);
    }

    [Fact]
    public void The_three_judges_are_shipped() => Assert.Equal(
        ["empathy", "helpfulness", "resolution"],
        Insights.Scoring.Judge.LoadAll(Repository.PathOf("prompts/judges"), new ScriptedModel()).Select(j => j.Name));

    private Task<Score> JudgeAsync(ScriptedModel model) => Judge().Load(model).ScoreAsync(Some.Conversation(), null, default);

    private Prompt Judge() => new(_folder.Write("kind.md", "Was it kind?\n\n{{expected}}\n\nGive a verdict."));

    private sealed record Prompt(string Path)
    {
        public Judge Load(ScriptedModel model) => Insights.Scoring.Judge.Load(Path, model);
    }
}
