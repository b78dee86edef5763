using System.CommandLine;
using Evergreen.Actors.Conversations;
using Evergreen.Actors.Hosting;
using Evergreen.Actors.Runs;
using Evergreen.Host.Configuration;
using Evergreen.Host.Display;
using Evergreen.Host.Tracing;
using Evergreen.Insights.Scenarios;
using Evergreen.Insights.Transcripts;
using Spectre.Console;

namespace Evergreen.Host.Commands;

/// <summary><c>chat</c>: the agent of a run, with whoever types in the customer's place.</summary>
internal sealed class ChatCommand : EvergreenCommand
{
    private static readonly TimeSpan ExportWait = TimeSpan.FromSeconds(10);

    private readonly CommandContext _context;
    private readonly SimulationSettings _simulation = new();

    public ChatCommand(CommandContext context)
        : base(
            "chat",
            "Talk to the agent by hand, until an empty line; tool calls and retries are shown, and the conversation is traced like any other.",
            "chat",
            "chat --release v1 --faults harsh",
            "chat < questions.txt")
    {
        _context = context;
        _simulation.AddTo(this);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken stop)
    {
        var setup = _simulation.Read(parsed, _context, kind: "-chat");
        var plan = new RunPlan
        {
            RunId = setup.RunId,
            Scenarios = [new Scenario("chat", "chat", "", [], Email: null)],
            Seed = setup.Seed,
            Temperature = setup.Temperature,
            Release = setup.Release,
            CustomerPrompt = setup.CustomerPrompt,
            Model = setup.Model,
            WorldClock = setup.WorldClock,
            Limits = new ConversationLimits { Deadline = TimeSpan.FromDays(1) },
        };
        using var models = setup.Models;
        var record = setup.Begin(parsed, reproducible: "no: a person talked");
        using var recorder = RunRecorder.Create(setup.Folder, record);
        try
        {
            using var export = setup.BeginExport(redact: false, _context.Clock);
            await using var host = await SimulationHost.StartAsync(
                setup, recorder, parsed.GetValue(_simulation.Verbose), _context, stop, export?.Services);
            await TalkAsync(host.Simulation, plan, stop);
            await DeliverySettings.FinishAsync(host, delivery: null, export, ExportWait, _context.Terminal, stop);
        }
        catch when (recorder.IsEmpty)
        {
            recorder.Discard();
            throw;
        }

        var folder = RunFolder.Open(setup.Folder);
        var conversation = folder.Conversations.SingleOrDefault()
            ?? throw new IOException($"{setup.Folder}: the conversation could not be kept; {RunRecorder.LogFile} there says why, make room and talk again");
        var tally = new RunTally(concurrency: 1);
        tally.Add(ConversationTally.Of(conversation));
        recorder.Write(record with
        {
            Run = record.Run with { Status = RunStatus.Completed, EndedAt = _context.Clock.GetUtcNow() },
            Totals = tally.Totals(folder.Spans.LongCount()),
            Timing = new RunTiming { WallSeconds = conversation.Timing.Seconds, PeakInFlight = 1 },
        });
        _context.Terminal.Console.WriteLine();
        _context.Terminal.Console.WriteLine($"traced in {setup.Folder}; read it again with: evergreen show {setup.Folder} {conversation.Id}");
        return conversation.Ending.IsFailure() ? ExitCode.Failures : stop.IsCancellationRequested ? ExitCode.Interrupted : ExitCode.Done;
    }

    private async Task TalkAsync(Simulation simulation, RunPlan plan, CancellationToken stop)
    {
        var view = new TranscriptView(_context.Terminal);
        _context.Terminal.Console.WriteLine($"You are a customer of Evergreen Goods; {plan.Model} answers as release {plan.Release.Name}. {(_context.Terminal.IsTyped ? "An empty line ends the chat." : "")}".TrimEnd());
        var input = new ChatInput(_context.Terminal.In, _context.Terminal.IsTyped);
        await using var session = simulation.OpenChat(plan);
        while (await NextLineAsync(input, stop) is { } line)
        {
            ChatReply reply;
            try
            {
                reply = await Waiting(session.SayAsync(line, stop));
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                return;
            }

            foreach (var call in reply.ToolCalls)
            {
                view.ToolCall(call, seconds: null);
            }

            if (reply.Ended is { } ending)
            {
                _context.Terminal.Fail($"the conversation is over: {Words.Of(ending)} {reply.Text}".TrimEnd());
                return;
            }

            view.Say("agent", "green", reply.Text, seconds: null);
        }
    }

    private async Task<string?> NextLineAsync(ChatInput input, CancellationToken stop)
    {
        _context.Terminal.Console.WriteLine();
        _context.Terminal.Console.Write("you> ");
        try
        {
            // The console's own reader cannot be cancelled; what it waits for is then left to the process's end.
            var line = await Task.Run(input.Next, stop).WaitAsync(stop);
            if (!_context.Terminal.Prompts)
            {
                _context.Terminal.Console.WriteLine(line ?? "");
            }

            return line;
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }

    private async Task<ChatReply> Waiting(Task<ChatReply> reply) => _context.Terminal.Prompts
        ? await _context.Terminal.Console.Status().StartAsync("[grey]the agent is at work[/]", _ => reply)
        : await reply;
}
