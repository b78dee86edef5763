using System.Text.Json;
using Akka.Actor;
using Evergreen.Actors.Conversations;
using Evergreen.Actors.Hosting;
using Evergreen.Actors.Runs;
using Evergreen.Actors.Tooling;
using Evergreen.Insights.Releases;
using Evergreen.Testing;
using Evergreen.Tools.Catalog;
using static Evergreen.Actors.Tooling.ToolProtocol;

namespace Evergreen.Actors.Tests.Tooling;

/// <summary>The 5xx policy: what is tried again, when, how often, and what the agent hears of it.</summary>
public class ToolSupervisorSpec : ActorSpec
{
    private static readonly TimeSpan JustUnder = TimeSpan.FromMilliseconds(1);

    private readonly FakeToolbox _toolbox = new();

    [Fact]
    public void A_call_that_succeeds_is_made_once()
    {
        _toolbox.Read("lookup_order");

        Supervisor().Tell(Call("lookup_order"), TestActor);

        var outcome = ExpectMsg<ToolSettled>().Outcome;
        Assert.Equal((200, 1), (outcome.Status, outcome.Attempts));
        Assert.Empty(outcome.TransientFailures);
    }

    [Fact]
    public void A_503_is_tried_again_after_one_and_a_half_seconds_and_then_after_three()
    {
        _toolbox.Action("process_refund", 503, 500);
        Supervisor().Tell(Call("process_refund"), TestActor);

        Assert.Equal(["process_refund#1"], _toolbox.Attempts);
        Pass(TimeSpan.FromSeconds(1.5) - JustUnder);
        Assert.Equal(["process_refund#1"], _toolbox.Attempts);
        Pass(JustUnder);
        Assert.Equal(["process_refund#1", "process_refund#2"], _toolbox.Attempts);
        Pass(TimeSpan.FromSeconds(3) - JustUnder);
        Assert.Equal(2, _toolbox.Attempts.Count);
        Pass(JustUnder);

        var outcome = ExpectMsg<ToolSettled>().Outcome;
        Assert.Equal((200, 3), (outcome.Status, outcome.Attempts));
        Assert.Equal([(1, 503, (double?)1.5), (2, 500, 3)], outcome.TransientFailures.Select(f => (f.Attempt, f.Status, f.BackoffSeconds)));
        Assert.Equal(TimeSpan.FromSeconds(4.5), outcome.Waited);
        Assert.Equal(TimeSpan.FromSeconds(4.5), outcome.EndedAt - outcome.StartedAt);
    }

    [Fact]
    public void Call_ids_may_be_any_text_and_keep_their_retries()
    {
        _toolbox.Read("flaky", 503).Hanging("slow");
        var supervisor = Supervisor();
        supervisor.Tell(Call("flaky", "overdue/a"), TestActor);
        supervisor.Tell(Call("slow", "a"), TestActor);

        Pass(TimeSpan.FromSeconds(1.5));

        Assert.Equal("overdue/a", ExpectMsg<ToolSettled>().CallId);
    }

    [Fact]
    public void Jitter_moves_a_wait_within_its_bounds_and_is_drawn_from_the_seed()
    {
        _toolbox.Action("process_refund", 503);
        var release = Some.Release with { Retry = new RetrySettings(MaxRetries: 2) };

        var waits = Enumerable.Range(1, 20).Select(seed =>
        {
            Supervisor(release, seed).Tell(Call("process_refund"), TestActor);
            Pass(TimeSpan.FromSeconds(1.8));
            return ExpectMsg<ToolSettled>().Outcome.TransientFailures.Single().BackoffSeconds!.Value;
        }).ToList();

        Assert.All(waits, wait => Assert.InRange(wait, 1.2, 1.8));
        Assert.True(waits.Distinct().Count() > 10, "different seeds give different waits");
    }

    [Theory]
    [InlineData(400)]
    [InlineData(403)]
    [InlineData(409)]
    [InlineData(422)]
    public void A_4xx_is_settled_at_once_and_never_tried_again(int status)
    {
        _toolbox.Action("process_refund", status);

        Supervisor().Tell(Call("process_refund"), TestActor);

        Assert.Equal(status, ExpectMsg<ToolSettled>().Outcome.Status);
        Pass(TimeSpan.FromMinutes(1));
        Assert.Single(_toolbox.Attempts);
    }

    [Theory]
    [InlineData(408)]
    [InlineData(429)]
    public void Too_slow_and_too_many_are_transient_although_they_are_4xx(int status)
    {
        _toolbox.Read("lookup_order", status);

        Supervisor().Tell(Call("lookup_order"), TestActor);
        Pass(TimeSpan.FromSeconds(1.5));

        Assert.Equal(2, ExpectMsg<ToolSettled>().Outcome.Attempts);
    }

    [Fact]
    public void When_the_attempts_are_used_up_the_agent_hears_status_code_and_attempts()
    {
        _toolbox.Action("process_refund", 503, 503, 504);
        Supervisor().Tell(Call("process_refund"), TestActor);

        Pass(TimeSpan.FromSeconds(1.5));
        ExpectNoMsg(TimeSpan.Zero);
        Pass(TimeSpan.FromSeconds(3));

        var outcome = ExpectMsg<ToolSettled>().Outcome;
        var body = JsonElement.Parse(outcome.Body);
        Assert.Equal((504, 3, "CODE_504"), (outcome.Status, outcome.Attempts, outcome.ErrorCode));
        Assert.Equal(504, body.GetProperty("status_code").GetInt32());
        Assert.Equal("CODE_504", body.GetProperty("code").GetString());
        Assert.Equal(3, body.GetProperty("attempts").GetInt32());
        Pass(TimeSpan.FromMinutes(1));
        Assert.Equal(3, _toolbox.Attempts.Count);
    }

    [Fact]
    public void A_release_without_retries_passes_a_5xx_straight_on()
    {
        _toolbox.Action("process_refund", 503);

        Supervisor(Some.WithoutRetries).Tell(Call("process_refund"), TestActor);

        Assert.Equal((503, 1), (ExpectMsg<ToolSettled>().Outcome.Status, _toolbox.Attempts.Count));
    }

    [Fact]
    public void All_attempts_of_a_call_carry_one_idempotency_key_and_two_calls_carry_two()
    {
        _toolbox.Action("process_refund", 504);
        var supervisor = Supervisor();

        supervisor.Tell(Call("process_refund", "call_1"), TestActor);
        Pass(TimeSpan.FromSeconds(1.5));
        supervisor.Tell(Call("process_refund", "call_2"), TestActor);
        Pass(TimeSpan.FromSeconds(1.5));

        Assert.Equal(["shipping-01.1/call_1", "shipping-01.1/call_1", "shipping-01.1/call_2", "shipping-01.1/call_2"], _toolbox.Keys);
    }

    [Fact]
    public void An_attempt_that_does_not_answer_is_given_up_and_its_late_answer_is_dropped()
    {
        _toolbox.Hanging("lookup_order");
        var supervisor = Supervisor();
        supervisor.Tell(Call("lookup_order"), TestActor);

        Pass(TimeSpan.FromSeconds(30));
        Assert.Equal(1, _toolbox.Abandoned);
        Pass(TimeSpan.FromSeconds(1.5));
        _toolbox.Owed[0].SetResult(new ToolResponse(200, "\"the first attempt's answer\""));
        ExpectNoMsg(TimeSpan.Zero);
        _toolbox.Owed[1].SetResult(new ToolResponse(200, "\"the second attempt's answer\""));

        var outcome = ExpectMsg<ToolSettled>().Outcome;
        Assert.Equal("\"the second attempt's answer\"", outcome.Body);
        Assert.Equal((504, "ATTEMPT_TIMEOUT"), (outcome.TransientFailures.Single().Status, outcome.TransientFailures.Single().ErrorCode));
    }

    [Fact]
    public void An_answer_from_an_attempt_that_was_replaced_is_not_taken_for_the_new_ones()
    {
        _toolbox.Hanging("lookup_order");
        var supervisor = Supervisor();
        supervisor.Tell(Call("lookup_order", "call_1"), TestActor);

        supervisor.Tell(new ToolActor.Attempted("call_1", FakeToolbox.Answer(200)), TestActor);

        ExpectNoMsg(TimeSpan.Zero);
        _toolbox.Owed.Single().SetResult(FakeToolbox.Answer(200));
        ExpectMsg<ToolSettled>();
    }

    [Fact]
    public void A_lost_connection_is_transient()
    {
        var attempts = 0;
        _toolbox.With("lookup_order", ToolKind.Read, (_, _, _) => ++attempts == 1
            ? Task.FromException<ToolResponse>(new IOException("broken pipe"))
            : Task.FromResult(FakeToolbox.Answer(200)));

        Supervisor().Tell(Call("lookup_order"), TestActor);
        Pass(TimeSpan.FromSeconds(1.5));

        Assert.Equal("CONNECTION_LOST", ExpectMsg<ToolSettled>().Outcome.TransientFailures.Single().ErrorCode);
    }

    [Fact]
    public void A_tool_that_throws_gives_the_agent_an_error_and_is_not_tried_again()
    {
        _toolbox.With("lookup_order", ToolKind.Read, (_, _, _) => throw new InvalidOperationException("a defect"));

        Supervisor().Tell(Call("lookup_order"), TestActor);

        var outcome = ExpectMsg<ToolSettled>().Outcome;
        Assert.Equal(("TOOL_EXECUTION_ERROR", 1), (outcome.ErrorCode, outcome.Attempts));
        Assert.Equal("TOOL_EXECUTION_ERROR", JsonElement.Parse(outcome.Body).GetProperty("code").GetString());
    }

    [Fact]
    public void Reads_of_one_round_run_side_by_side()
    {
        _toolbox.Hanging("lookup_order").Hanging("lookup_product");
        var supervisor = Supervisor();

        supervisor.Tell(Call("lookup_order", "a"), TestActor);
        supervisor.Tell(Call("lookup_product", "b"), TestActor);

        Assert.Equal(["lookup_order#1", "lookup_product#1"], _toolbox.Attempts);
    }

    [Fact]
    public void Actions_run_one_after_another_in_the_order_they_were_asked_for_even_when_the_first_is_retried()
    {
        _toolbox.Action("initiate_return", 503).Action("process_refund");
        var supervisor = Supervisor();

        supervisor.Tell(Call("initiate_return", "a"), TestActor);
        supervisor.Tell(Call("process_refund", "b"), TestActor);

        Assert.Equal(["initiate_return#1"], _toolbox.Attempts);
        Pass(TimeSpan.FromSeconds(1.5));
        Assert.Equal(["initiate_return#1", "initiate_return#2", "process_refund#1"], _toolbox.Attempts);
        Assert.Equal(["a", "b"], [ExpectMsg<ToolSettled>().CallId, ExpectMsg<ToolSettled>().CallId]);
    }

    [Fact]
    public void Stopping_in_mid_flight_cancels_the_attempt_under_way()
    {
        _toolbox.Hanging("lookup_order");
        var supervisor = Supervisor();
        supervisor.Tell(Call("lookup_order"), TestActor);

        Watch(supervisor);
        Sys.Stop(supervisor);

        ExpectTerminated(supervisor);
        Assert.Equal(1, _toolbox.Abandoned);
    }

    private static ExecuteTool Call(string tool, string id = "call_1") => new(id, tool, "{}");

    private IActorRef Supervisor(Release? release = null, long seed = 7)
    {
        var plan = Some.Plan() with { Release = release ?? Some.Release, Seed = seed };
        var services = new SimulationServices(new ScriptedModel(), new ScriptedModel(), _toolbox, new CollectingSink(), Clock);
        var context = new ConversationContext(
            new ConversationPlan("shipping-01.1", plan.Scenarios[0]), new RunContext(plan, services, ActorRefs.Nobody));
        return Start(() => new ToolSupervisor(context));
    }
}
