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
        Assert.NotEqual(turns[..48].OrderDescending(), turns[..48]);
    }

    [Fact]
    public void The_same_seed_gives_the_same_order_and_another_another()
    {
        Assert.Equal(Admitted(Plan), Admitted(Plan));
        Assert.NotEqual(Admitted(Plan), Admitted(Plan with { Seed = 8 }));
    }

    private static List<ConversationPlan> Admitted(RunPlan plan)
    {
        var queue = new AdmissionQueue(plan);
        var admitted = new List<ConversationPlan>();
        while (queue.Admit() is { } conversation)
        {
            admitted.Add(conversation);
        }

        return admitted;
    }
}
