using System.Collections.Concurrent;
using Akka.Actor;
using Evergreen.Actors.Hosting;
using Evergreen.Actors.Models;
using Evergreen.Actors.Runs;
using Evergreen.Actors.Tracing;
using Evergreen.Insights.Transcripts;
using Evergreen.Testing;
using static Evergreen.Actors.Runs.RunProtocol;

namespace Evergreen.Actors.Tests.Runs;

/// <summary>A run: who is admitted when, and a tally that adds up whatever happens.</summary>
public class RunCoordinatorSpec : ActorSpec
{
    private static readonly string[] Ids = [.. Enumerable.Range(1, 5).Select(n => $"shipping-{n:00}")];

    private readonly FakeToolbox _toolbox = new FakeToolbox().Read("lookup_order");
    private readonly CollectingSink _sink = new();
    private readonly AdmissionStop _admission = new();
    private readonly RunPlan _plan = Some.Plan([.. Ids.Select(id => Some.Scenario(id))]);

    [Fact]
    public void Every_scenario_is_played_as_often_as_asked_and_the_sums_add_up()
    {
        var ended = Play(_plan with { Repeat = 3 }, ScriptedModel.Always("Hello."));

        Assert.Equal((RunStatus.Completed, 15), (ended.Status, ended.Totals.Conversations));
        Assert.Equal(new Dictionary<string, int> { ["Completed"] = 15 }, ended.Totals.ByEnding);
        Assert.Equal(new Dictionary<string, int> { ["shipping"] = 15 }, ended.Totals.ByCategory);
        Assert.Equal(
            from id in Ids from n in Enumerable.Range(1, 3) select $"{id}.{n}",
            _sink.Conversations.Select(conversation => conversation.Id).Order(StringComparer.Ordinal));
        Assert.Equal(_sink.Spans.Count, ended.Totals.Spans);
        Assert.Equal(0, ended.Totals.SpansDropped);
    }

    [Fact]
    public void The_seed_shuffles_the_order_of_admission()
    {
        string Order(long seed)
        {
            _sink.Conversations.Clear();
            Play(_plan with { Seed = seed, Concurrency = 1 }, ScriptedModel.Always("Hello."));
            return string.Join(' ', _sink.Conversations.Select(conversation => conversation.Id));
        }

        Assert.Equal(Order(7), Order(7));
        Assert.NotEqual(Order(7), Order(8));
    }

    [Fact]
    public void No_more_are_under_way_than_the_plan_allows_and_one_that_ends_makes_room_for_the_next()
    {
        var open = new ConcurrentQueue<TaskCompletionSource>();
        var model = Gated(open);
        var coordinator = Run(_plan with { Concurrency = 2 }, model);

        Assert.Equal((2, 0), Progress(coordinator));
        Open(open);
        AwaitAssert(() => Assert.Equal((2, 1), Progress(coordinator)));
        for (var ended = 1; ended < 5; ended++)
        {
            AwaitCondition(() => !open.IsEmpty);
            Open(open);
        }

        Assert.Equal(2, ExpectMsg<RunEnded>().Timing.PeakInFlight);
    }

    [Fact]
    public void A_conversation_that_breaks_touches_no_other()
    {
        var model = ScriptedModel.Always(call => call.Messages[^1].Text == "break" ? throw new InvalidOperationException("a defect") : ScriptedModel.Text("Hello."));
        var scenarios = _plan.Scenarios.Append(Some.Scenario("broken") with { Opening = "break" }).ToList();

        var ended = Play(_plan with { Scenarios = scenarios }, model);

        Assert.Equal(new Dictionary<string, int> { ["Completed"] = 5, ["InfrastructureFailed"] = 1 }, ended.Totals.ByEnding);
    }

    [Fact]
    public void A_conversation_that_cannot_even_be_set_up_still_has_an_ending_and_a_line()
    {
        var ended = Play(_plan with { CustomerPrompt = null! }, ScriptedModel.Always("Hello."));

        Assert.Equal(new Dictionary<string, int> { ["InfrastructureFailed"] = 5 }, ended.Totals.ByEnding);
        Assert.Equal(5, _sink.Conversations.Count);
    }

    [Fact]
    public void Starting_twice_is_starting_once()
    {
        var coordinator = Run(_plan with { Concurrency = 2 }, Gated(new ConcurrentQueue<TaskCompletionSource>()));

        coordinator.Tell(new StartRun(_plan), TestActor);

        Assert.Equal((2, 0), Progress(coordinator));
    }

    [Fact]
    public void Cancelling_admits_nobody_any_more_and_ends_who_is_under_way()
    {
        var open = new ConcurrentQueue<TaskCompletionSource>();
        var coordinator = Run(_plan with { Concurrency = 2 }, Gated(open));
        Open(open);
        AwaitAssert(() => Assert.Equal((2, 1), Progress(coordinator)));

        coordinator.Tell(new CancelRun("stopped by the user"));

        var ended = ExpectMsg<RunEnded>();
        Assert.Equal((RunStatus.Interrupted, "stopped by the user"), (ended.Status, ended.Reason));
        Assert.Equal(new Dictionary<string, int> { ["Cancelled"] = 2, ["Completed"] = 1 }, ended.Totals.ByEnding);
        Assert.Equal(3, _sink.Conversations.Count);
    }

    [Fact]
    public void A_reason_to_admit_nobody_any_more_lets_who_is_under_way_finish()
    {
        var open = new ConcurrentQueue<TaskCompletionSource>();
        var coordinator = Run(_plan with { Concurrency = 2 }, Gated(open));

        _admission.Because("the budget of $1 is spent");
        Open(open);
        AwaitAssert(() => Assert.Equal((1, 1), Progress(coordinator)));
        Open(open);

        var ended = ExpectMsg<RunEnded>();
        Assert.Equal((RunStatus.Interrupted, "the budget of $1 is spent"), (ended.Status, ended.Reason));
        Assert.Equal(new Dictionary<string, int> { ["Completed"] = 2 }, ended.Totals.ByEnding);
    }

    [Fact]
    public void What_the_models_cost_is_summed_and_unknown_as_soon_as_one_price_is()
    {
        Assert.Equal(0.05m, Play(_plan, Priced(_ => 0.01m)).Totals.CostUsd);
        Assert.Null(Play(_plan, Priced(call => call == 3 ? null : 0.01m)).Totals.CostUsd);

        static ScriptedModel Priced(Func<int, decimal?> price)
        {
            var calls = 0;
            return ScriptedModel.Always(_ =>
            {
                var response = ScriptedModel.Text("Hello.");
                response.AdditionalProperties = price(++calls) is { } cost ? new() { [ModelResponseProperties.CostUsd] = cost } : null;
                return response;
            });
        }
    }

    [Fact]
    public void Lines_that_cannot_be_kept_interrupt_the_run_and_say_why()
    {
        _sink.Break("No space left on device");

        var ended = Play(_plan with { Concurrency = 1 }, ScriptedModel.Always("Hello."));

        Assert.Equal((RunStatus.Interrupted, "No space left on device"), (ended.Status, ended.Reason));
        Assert.Equal(1, ended.Totals.Conversations);
        Assert.True(ended.Totals.SpansDropped > 0, "what could not be kept is counted");
    }

    [Fact]
    public void A_run_whose_last_lines_cannot_be_kept_is_not_completed()
    {
        _sink.Break("No space left on device");

        var ended = Play(_plan with { Scenarios = [_plan.Scenarios[0]], Repeat = 1 }, ScriptedModel.Always("Hello."));

        Assert.Equal((RunStatus.Interrupted, "No space left on device"), (ended.Status, ended.Reason));
    }

    [Fact]
    public void Ideal_time_is_what_was_waited_for_shared_among_as_many_as_may_be_under_way()
    {
        var model = ScriptedModel.Always(_ =>
        {
            var response = ScriptedModel.Text("Hello.");
            response.AdditionalProperties = new() { ["simulated_latency_seconds"] = 2.0 };
            return response;
        });

        Assert.Equal(5.0, Play(_plan with { Concurrency = 2 }, model).Timing.IdealSeconds, 6);
        Assert.Equal(2.0, Play(_plan with { Concurrency = 50 }, model).Timing.IdealSeconds, 6);
    }

    private static ScriptedModel Gated(ConcurrentQueue<TaskCompletionSource> open)
    {
        var model = new ScriptedModel();
        for (var call = 0; call < 10; call++)
        {
            var gate = new TaskCompletionSource();
            model.Does(_ =>
            {
                open.Enqueue(gate);
                return gate.Task.ContinueWith(
                    _ => ScriptedModel.Text("Hello."), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
            });
        }

        return model;
    }

    private static void Open(ConcurrentQueue<TaskCompletionSource> gates)
    {
        Assert.True(gates.TryDequeue(out var gate), "somebody waits at a gate");
        gate.SetResult();
    }

    private RunEnded Play(RunPlan plan, ScriptedModel model)
    {
        Run(plan, model);
        return ExpectMsg<RunEnded>();
    }

    private IActorRef Run(RunPlan plan, ScriptedModel model)
    {
        var trace = Start(() => new TraceActor(_sink));
        var services = new SimulationServices(model, new ScriptedModel(), _toolbox, _sink, Clock) { Admission = _admission };
        var coordinator = Start(() => new RunCoordinator(services, trace));
        coordinator.Tell(new StartRun(plan), TestActor);
        return coordinator;
    }

    private (int InFlight, int Ended) Progress(IActorRef coordinator)
    {
        var probe = CreateTestProbe();
        coordinator.Tell(GetProgress.Instance, probe);
        var progress = probe.ExpectMsg<RunProgress>();
        return (progress.InFlight, progress.Ended);
    }
}
