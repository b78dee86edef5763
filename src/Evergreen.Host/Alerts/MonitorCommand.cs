using System.CommandLine;
using System.Globalization;
using Evergreen.Host.Commands;
using Evergreen.Host.Configuration;
using Evergreen.Host.Display;
using Evergreen.Insights.Alerts;
using Evergreen.Insights.Topics.Runs;
using Evergreen.Insights.Transcripts;
using Spectre.Console;

namespace Evergreen.Host.Alerts;

/// <summary><c>monitor RUN</c>: judges the rules of alerts over a run, and tells when one fires.</summary>
internal sealed class MonitorCommand : EvergreenCommand
{
    private static readonly string ShippedRules = Path.Combine("rules", "alerts.json");

    private readonly CommandContext _context;
    private readonly Argument<string> _run = new("RUN") { Description = "The folder of a run; it may still be under way." };

    private readonly Setting<string> _rules = new("--rules", null, SettingText.AsIs)
    {
        Description = $"The file of rules; by default {ShippedRules}.",
        HelpName = "FILE",
    };

    private readonly Setting<Uri> _webhook = new("--webhook", null, Webhook.Address)
    {
        Description = "Where what fired is posted to, as one JSON object; nothing is posted when nothing fired.",
        HelpName = "URL",
    };

    private readonly Option<bool> _json = new("--json") { Description = "Print the verdicts as one JSON object, and nothing else." };

    public MonitorCommand(CommandContext context)
        : base(
            "monitor",
            "Judge the rules of alerts over a run's conversations. Exit code 1 when one fires.",
            "monitor runs/v2",
            "monitor runs/v2 --rules mine.json --webhook https://hooks.example.com/evergreen")
    {
        _context = context;
        Add(_run);
        Add(_rules);
        Add(_webhook);
        Add(_json);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken stop)
    {
        var run = RunFolder.Open(parsed.GetRequiredValue(_run));
        var file = _rules.Of(parsed) ?? ContentFiles.Find(ShippedRules);
        var verdicts = AlertMonitor.Judge(AlertRuleFile.Load(file), RunSubjects.Of(run));
        var fired = verdicts.Where(verdict => verdict.State == AlertState.Fired).ToList();
        if (parsed.GetValue(_json))
        {
            _context.Terminal.WriteJson(new { Run = run.Path, Rules = file, Fired = fired.Count, Verdicts = verdicts.Select(AlertLine.Of) });
        }
        else
        {
            Show(run, file, verdicts, fired.Count);
        }

        if (fired.Count > 0 && _webhook.Of(parsed) is { } webhook)
        {
            var alert = new { Run = run.Record.Run.Name, At = _context.Clock.GetUtcNow(), Fired = fired.Select(AlertLine.Of) };
            if (await Webhook.PostAsync(webhook, alert, _context.Clock, stop) is { } trouble)
            {
                _context.Terminal.Fail($"the webhook was not told: {trouble}");
            }
        }

        return fired.Count > 0 ? ExitCode.Failures : ExitCode.Done;
    }

    private void Show(RunFolder run, string file, IReadOnlyList<AlertVerdict> verdicts, int fired)
    {
        var terminal = _context.Terminal;
        var unjudged = verdicts.Count(verdict => verdict.State == AlertState.NotJudged);
        terminal.Console.MarkupLine(
            $"[bold]{Markup.Escape(run.Path)}[/]  {(fired > 0 ? $"[red]{fired} of {Words.Count(verdicts.Count, "rule", "rules")} fired[/]" : "[green]nothing fired[/]")}"
            + Markup.Escape($", {Words.Count(unjudged)} not judged, by {file}"));
        var table = TitledGrid.Of(
            ["rule", "", "value", "limit", "measured", "over", "sample"], numbers: ["value", "sample"], texts: ["measured"]);
        foreach (var verdict in verdicts)
        {
            table.AddRow(
                Markup.Escape(verdict.Rule.Name),
                verdict.State switch { AlertState.Fired => "[red]fired[/]", AlertState.Quiet => "[green]quiet[/]", _ => "[yellow]not judged[/]" },
                verdict.Value?.ToString("0.000", CultureInfo.InvariantCulture) ?? "",
                verdict.Rule.Limit,
                Markup.Escape(verdict.Rule.Measure.ToString()),
                verdict.Rule.Window.ToString(),
                Words.Count(verdict.Sample));
        }

        terminal.Write(table);
        foreach (var verdict in verdicts.Where(verdict => verdict.Reason is not null))
        {
            terminal.Console.MarkupLineInterpolated($"[yellow]not judged[/]: {verdict.Rule.Name}: {verdict.Reason}");
        }
    }
}
