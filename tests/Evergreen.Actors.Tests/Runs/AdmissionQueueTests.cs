using Evergreen.Actors.Conversations;
using Evergreen.Actors.Runs;
using Evergreen.Testing;

namespace Evergreen.Actors.Tests.Runs;

public class AdmissionQueueTests
{
    private static readonly RunPlan Plan = Some.Plan(
        Some.Scenario("short"), Some.Scenario("middling", "And?"), Some.Scenario("long", "And?", "And then?")) with { Repeat = 20, Concurrency = 12 };

    [Fact]
    public void Everyone_is_admitted_once()
    {
        var admitted = Admitted(Plan);

        Assert.Equal(60, admitted.Count);
        Assert.Equal(60, admitted.DistinctBy(conversation => conversation.Id).Count());
    }

    [Fact]
    public void Whom_a_run_would_wait_for_at_its_end_is_admitted_before_the_short()
    {
        var turns = Admitted(Plan).Select(conversation => 1 + conversation.Scenario.FollowUps.Count).ToList();

        Assert.Equal(turns[^12..].OrderDescending(), turns[^12..]);
        Assert.NotEqual(turns[..24].OrderDescending(), turns[..24]);
    }

    [Fact]
    public void A_conversation_that_will_wait_as_long_as_all_the_others_together_begins_at_once()
    {
        var unlucky = Admitted(Plan)[^1].Id;

        var admitted = Admitted(Plan, id => TimeSpan.FromSeconds(id == unlucky ? 60 : 0));

        Assert.Equal(unlucky, admitted[0].Id);
    }

    [Fact]
    public void One_that_will_wait_for_less_begins_when_as_much_is_left()
    {
        var unlucky = Admitted(Plan)[^1].Id;

        // 120 turns of half a second each, 12 at once: five seconds of work, and half of it is left after about half of the turns.
        var place = Admitted(Plan, id => TimeSpan.FromSeconds(id == unlucky ? 2 : 0)).FindIndex(conversation => conversation.Id == unlucky);

        Assert.InRange(place, 15, 45);
    }

    [Fact]
    public void A_scenario_whose_turns_turned_out_long_is_not_left_for_the_very_end()
    {
        var queue = new AdmissionQueue(Plan, _ => TimeSpan.Zero);
        var slow = Plan.Scenarios.First(scenario => scenario.Id == "short");
        foreach (var scenario in Plan.Scenarios)
        {
            queue.Saw(scenario, turns: 10, TimeSpan.FromSeconds(scenario == slow ? 50 : 5));
        }

        var admitted = new List<string>();
        while (queue.Admit() is { } conversation)
        {
            admitted.Add(conversation.Scenario.Id);
        }

        Assert.DoesNotContain("short", admitted[^5..]);
        Assert.NotEqual("short", admitted[0]);
    }

    [Fact]
    public void The_same_seed_gives_the_same_order_and_another_another()
    {
        Assert.Equal(Admitted(Plan), Admitted(Plan));
        Assert.NotEqual(Admitted(Plan), Admitted(Plan with { Seed = 8 }));
    }

    private static List<ConversationPlan> Admitted(RunPlan plan, Func<string, TimeSpan>? foreseenBackoff = null)
    {
        var queue = new AdmissionQueue(plan, foreseenBackoff ?? (_ => TimeSpan.Zero));
        var admitted = new List<ConversationPlan>();
        while (queue.Admit() is { } conversation)
        {
            admitted.Add(conversation);
        }

        return admitted;
    }
}
