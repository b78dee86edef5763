using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Evergreen.Actors.Hosting;
using Evergreen.Actors.Metrics;
using Evergreen.Actors.Models;
using Evergreen.Actors.Models.Accounting;
using Evergreen.Actors.Runs;
using Evergreen.Actors.Tests.Models;
using Evergreen.Actors.Tracing;
using Evergreen.Testing;
using Microsoft.Extensions.AI;
using static Evergreen.Actors.Runs.RunProtocol;
using static Evergreen.Actors.Tests.Models.ScriptedProvider;

namespace Evergreen.Actors.Tests.Metrics;

/// <summary>The meter is the process's own, so nothing else may run meanwhile.</summary>
[Collection(nameof(EvergreenMeterTests))]
[CollectionDefinition(nameof(EvergreenMeterTests), DisableParallelization = true)]
public sealed class EvergreenMeterTests : ActorSpec
{
    private readonly ConcurrentDictionary<string, double> _measured = new();
    private readonly MeterListener _listener = new();

    public EvergreenMeterTests()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == EvergreenMeter.Name)
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Add(instrument, value, tags));
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Add(instrument, value, tags));
        _listener.Start();
    }

    [Fact]
    public void Conversations_are_counted_while_they_are_under_way_and_by_their_ending()
    {
        var never = new TaskCompletionSource<ChatResponse>();
        var model = new ScriptedModel().Says("Hello.").Fails("no").Does(_ => never.Task);
        Play(Some.Plan(Some.Scenario("one"), Some.Scenario("two"), Some.Scenario("three")) with { Concurrency = 1 }, model, new FakeToolbox());

        Assert.Equal(1, _measured["evergreen.conversations.in_flight"]);
        Assert.Equal(1, _measured["evergreen.conversations.ended Completed"]);
        Assert.Equal(1, _measured["evergreen.conversations.ended ModelFailed"]);

        never.SetResult(ScriptedModel.Text("Hello."));
        ExpectMsg<RunEnded>();

        Assert.Equal(0, _measured["evergreen.conversations.in_flight"]);
        Assert.Equal(2, _measured["evergreen.conversations.ended Completed"]);
    }

    [Fact]
    public void Tool_attempts_and_retries_are_counted_by_tool_and_a_made_up_name_adds_none()
    {
        var model = new ScriptedModel().AsksFor("1", "lookup_order").AsksFor("2", "make_coffee").Says("Here you are.");
        Play(Some.Plan(), model, new FakeToolbox().Read("lookup_order", 503));
        Pass(TimeSpan.FromSeconds(2));
        ExpectMsg<RunEnded>();

        Assert.Equal(2, _measured["evergreen.tool.attempts lookup_order"]);
        Assert.Equal(1, _measured["evergreen.tool.retries lookup_order"]);
        Assert.Equal(1, _measured["evergreen.tool.attempts _OTHER"]);
    }

    [Fact]
    public async Task Model_calls_are_measured_with_their_waits_their_tokens_and_what_was_sent_again()
    {
        var (stop, clock) = (new AdmissionStop(), TimeProvider.System);
        var provider = new ScriptedProvider(clock, Fail(ProviderFault.ServerError), Answer("hello"), Fail(ProviderFault.AccessDenied));
        using var gateway = ModelGateway.Create(
            provider,
            new ModelGatewayOptions { Model = "stub", Retry = new ModelRetryOptions { FirstBackoff = TimeSpan.FromMilliseconds(20) } },
            new ModelAccount(PriceTable.Empty, new ModelBudget(), stop),
            stop,
            clock);

        await gateway.GetResponseAsync("hi");
        await Assert.ThrowsAsync<ModelCallException>(() => gateway.GetResponseAsync("hi"));

        Assert.InRange(_measured["gen_ai.client.operation.duration chat stub"], 0.01, 60);
        Assert.True(_measured.ContainsKey("gen_ai.client.operation.duration chat stub AccessDenied"));
        Assert.Equal(10, _measured["gen_ai.client.token.usage chat stub input"]);
        Assert.Equal(5, _measured["gen_ai.client.token.usage chat stub output"]);
        Assert.Equal(1, _measured["evergreen.model.retries stub"]);
    }

    protected override void AfterAll()
    {
        _listener.Dispose();
        base.AfterAll();
    }

    private void Play(RunPlan plan, ScriptedModel model, FakeToolbox toolbox)
    {
        var sink = new CollectingSink();
        var trace = Start(() => new TraceActor(sink));
        var services = new SimulationServices(model, new ScriptedModel(), toolbox, sink, Clock);
        Start(() => new RunCoordinator(services, trace)).Tell(new StartRun(plan), TestActor);
    }

    private void Add(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var key = instrument.Name;
        foreach (var (_, tag) in tags)
        {
            key += $" {tag}";
        }

        _measured.AddOrUpdate(key, value, (_, sum) => sum + value);
    }
}
