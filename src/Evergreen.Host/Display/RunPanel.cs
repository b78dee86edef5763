using Evergreen.Insights.Transcripts;
using Spectre.Console;
using Spectre.Console.Rendering;
using static Evergreen.Actors.Runs.RunProtocol;

namespace Evergreen.Host.Display;

/// <summary>A run while it is under way: a panel on a terminal, now and then a line elsewhere.</summary>
/// <param name="terminal">Where it is shown.</param>
/// <param name="title">What is being run.</param>
/// <param name="clock">Measures pace.</param>
internal sealed class RunPanel(Terminal terminal, string title, TimeProvider clock)
{
    private static readonly TimeSpan LineInterval = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Warmup = TimeSpan.FromSeconds(0.5);

    private readonly long _began = clock.GetTimestamp();

    /// <summary>Shows a run until it has ended.</summary>
    /// <param name="run">The run; it reports to what it is given.</param>
    /// <param name="live">Whether the panel may be drawn.</param>
    /// <param name="stop">Cancelled when the run is to end early.</param>
    public async Task<RunEnded> WatchAsync(Func<IProgress<RunProgress>, Task<RunEnded>> run, bool live, CancellationToken stop)
    {
        if (!live)
        {
            var lines = new Listener(Lines(stop));
            await using var announcement = stop.Register(() =>
                terminal.Error.WriteLine("stopping: what has ended is kept (once more to end at once)"));
            return await run(lines);
        }

        return await terminal.Console.Live(Text.Empty).AutoClear(true).StartAsync(context =>
        {
            return run(new Listener(progress => context.UpdateTarget(Render(progress, stop.IsCancellationRequested))));
        });
    }

    private Action<RunProgress> Lines(CancellationToken stop)
    {
        var next = LineInterval;
        return progress =>
        {
            var elapsed = clock.GetElapsedTime(_began);
            if (elapsed >= next && !stop.IsCancellationRequested)
            {
                next = elapsed + LineInterval;
                terminal.Error.WriteLine(
                    $"{Words.Count(progress.Ended)} of {Words.Count(progress.Asked)} ended, {Words.Count(progress.InFlight)} under way, {Pace(progress)}");
            }
        };
    }

    private Panel Render(RunProgress progress, bool stopping)
    {
        var totals = progress.Totals;
        var rows = new List<IRenderable>
        {
            new BreakdownChart().Width(64).HideTags()
                .AddItem("ended", progress.Ended, Color.Green)
                .AddItem("under way", progress.InFlight, Color.Yellow)
                .AddItem("waiting", Math.Max(0, progress.Asked - progress.Ended - progress.InFlight), Color.Grey23),
            new Markup(
                $"[green]{Words.Count(progress.Ended)}[/] ended · [yellow]{Words.Count(progress.InFlight)}[/] under way · {Words.Count(progress.Asked)} in all"),
            new Markup(EndingsLine(totals)),
            new Markup(
                $"[grey]{Words.Count(totals.ToolCalls, "tool call", "tool calls")} · {Words.Count(totals.TransientFailures, "failed attempt", "failed attempts")}"
                + $" · {Words.Count(totals.ToolRetries, "retry", "retries")} · {Words.Count(totals.Tickets, "ticket", "tickets")}[/]"),
            new Markup($"[grey]{(stopping ? "stopping: what has ended is kept (Ctrl-C again to end at once)" : Pace(progress))}[/]"),
        };
        return new Panel(new Rows(rows)) { Header = new PanelHeader($" {Markup.Escape(title)} "), Border = BoxBorder.Rounded, Padding = new Padding(1, 0) };
    }

    private static string EndingsLine(RunTotals totals) => totals.ByEnding.Count == 0
        ? "[grey]no conversation has ended yet[/]"
        : string.Join(" · ", totals.ByEnding.OrderByDescending(ending => ending.Value).Select(ending =>
            Words.Marked(Enum.Parse<Ending>(ending.Key), $"{Words.OfEnding(ending.Key)} {Words.Count(ending.Value)}")));

    private string Pace(RunProgress progress)
    {
        var elapsed = clock.GetElapsedTime(_began);
        if (progress.Ended == 0 || elapsed < Warmup)
        {
            return "starting";
        }

        var pace = progress.Ended / elapsed.TotalSeconds;
        return $"{Words.Rate(pace)} conversations/s{(TimeToGo.Of(progress.Asked, progress.Ended, progress.InFlight, elapsed) is { } left
            ? $", about {Words.Seconds(Math.Max(1, left.TotalSeconds))} to go"
            : "")}";
    }

    /// <summary>Unlike <see cref="Progress{T}"/>, reports on the caller's turn, so that none arrives after the run's end.</summary>
    private sealed class Listener(Action<RunProgress> report) : IProgress<RunProgress>
    {
        public void Report(RunProgress value) => report(value);
    }
}
