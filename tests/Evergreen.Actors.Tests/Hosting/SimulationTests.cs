using Akka.Actor;
using Evergreen.Actors.Hosting;
using Evergreen.Insights.Transcripts;
using Evergreen.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Evergreen.Actors.Tests.Hosting;

/// <summary>The whole actor system in a host, on its real dispatchers and its real clock.</summary>
public class SimulationTests
{
    private readonly FakeToolbox _toolbox = new FakeToolbox().Read("lookup_order");
    private readonly CollectingSink _sink = new();

    [Fact]
    public async Task Hundreds_of_conversations_are_played_side_by_side()
    {
        var model = ScriptedModel.Always(call => call.Messages[^1].Role.Value == "tool"
            ? ScriptedModel.Text("It is on its way.")
            : ScriptedModel.Asking(("a", "lookup_order", [])));
        using var host = await StartAsync(model);

        var ended = await host.Services.GetRequiredService<Simulation>()
            .RunAsync(Some.Plan() with { Repeat = 300, Concurrency = 50 }, progress: null, CancellationToken.None);

        Assert.Equal((RunStatus.Completed, 300), (ended.Status, ended.Totals.Conversations));
        Assert.Equal(300, _sink.Conversations.DistinctBy(conversation => conversation.Id).Count());
        Assert.Equal(300 * 5, _sink.Spans.Count);
        await host.StopAsync();
    }

    [Fact]
    public async Task Akka_itself_never_writes_to_the_console()
    {
        using var host = await StartAsync(ScriptedModel.Always("Hello."));

        Assert.IsType<SilentLogger>(host.Services.GetRequiredService<ActorSystem>().Settings.StdoutLogger);
        await host.StopAsync();
    }

    [Fact]
    public async Task Each_run_counts_its_own_spans()
    {
        using var host = await StartAsync(ScriptedModel.Always("Hello."));
        var simulation = host.Services.GetRequiredService<Simulation>();

        var first = await simulation.RunAsync(Some.Plan(), progress: null, CancellationToken.None);
        var second = await simulation.RunAsync(Some.Plan() with { RunId = "second" }, progress: null, CancellationToken.None);

        Assert.Equal((3, 3), (first.Totals.Spans, second.Totals.Spans));
        await host.StopAsync();
    }

    [Fact]
    public async Task A_cancelled_token_interrupts_a_run_instead_of_throwing()
    {
        using var host = await StartAsync(new ScriptedModel().Hangs());
        using var stop = new CancellationTokenSource();

        var run = host.Services.GetRequiredService<Simulation>().RunAsync(Some.Plan(), progress: null, stop.Token);
        await stop.CancelAsync();

        Assert.Equal(RunStatus.Interrupted, (await run).Status);
        await host.StopAsync();
    }

    [Fact]
    public async Task A_chat_is_answered_with_the_tool_calls_it_took_and_leaves_its_line()
    {
        using var host = await StartAsync(new ScriptedModel().AsksFor("a", "lookup_order").Says("It is on its way.").Says("Bye."));

        await using (var chat = host.Services.GetRequiredService<Simulation>().OpenChat(Some.Plan()))
        {
            var reply = await chat.SayAsync("Where is ORD-4002?", CancellationToken.None);
            Assert.Equal(("It is on its way.", "lookup_order"), (reply.Text, reply.ToolCalls.Single().Name));
            await chat.SayAsync("Thanks.", CancellationToken.None);
        }

        Assert.Equal((Ending.Completed, 2), (_sink.Conversations.Single().Ending, _sink.Conversations.Single().Turns));
        await host.StopAsync();
    }

    [Fact]
    public async Task A_chat_whose_model_fails_says_that_it_is_over()
    {
        using var host = await StartAsync(new ScriptedModel().Fails("the endpoint is gone"));

        await using var chat = host.Services.GetRequiredService<Simulation>().OpenChat(Some.Plan());

        Assert.Equal(Ending.ModelFailed, (await chat.SayAsync("Hello?", CancellationToken.None)).Ended);
    }

    [Fact]
    public async Task A_line_after_the_end_is_answered_with_the_end()
    {
        using var host = await StartAsync(new ScriptedModel().Fails("the endpoint is gone"));
        await using var chat = host.Services.GetRequiredService<Simulation>().OpenChat(Some.Plan());
        await chat.SayAsync("Hello?", CancellationToken.None);

        Assert.Equal(Ending.ModelFailed, (await chat.SayAsync("Are you there?", CancellationToken.None)).Ended);
    }

    [Fact]
    public async Task Stopping_the_host_writes_what_is_still_buffered()
    {
        using var host = await StartAsync(new ScriptedModel().Says("Hello.").Hangs());
        var run = host.Services.GetRequiredService<Simulation>().OpenChat(Some.Plan());
        await run.SayAsync("Hello?", CancellationToken.None);
        Assert.Empty(_sink.Spans);

        await host.StopAsync();

        Assert.Contains(_sink.Spans, span => span.GetProperty("span_attributes").GetProperty("name").GetString() == "turn_1");
    }

    [Theory]
    [InlineData(0, 1.0, "concurrency")]
    [InlineData(1, 3.0, "temperature")]
    public async Task A_plan_that_cannot_be_run_is_refused(int concurrency, double temperature, string named)
    {
        using var host = await StartAsync(new ScriptedModel());
        var plan = Some.Plan() with { Concurrency = concurrency, Temperature = temperature };

        var refused = await Assert.ThrowsAsync<ArgumentException>(
            () => host.Services.GetRequiredService<Simulation>().RunAsync(plan, progress: null, CancellationToken.None));

        Assert.Contains(named, refused.Message, StringComparison.Ordinal);
    }

    private async Task<IHost> StartAsync(ScriptedModel model)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Services
            .AddSingleton(new SimulationServices(model, new ScriptedModel(), _toolbox, _sink, TimeProvider.System))
            .AddEvergreen();
        var host = builder.Build();
        await host.StartAsync();
        return host;
    }
}
