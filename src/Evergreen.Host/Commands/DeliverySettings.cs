using System.CommandLine;
using Evergreen.Actors.Tracing.Delivery;
using Evergreen.Host.Configuration;
using Evergreen.Host.Display;
using Evergreen.Host.Telemetry;
using Evergreen.Host.Tracing;
using Evergreen.Insights.Transcripts;

namespace Evergreen.Host.Commands;

/// <summary>How a run's spans are delivered while it is played.</summary>
internal sealed class DeliverySettings
{
    private const string RedactName = "redact";

    private readonly Option<bool> _redact = RedactOption();

    private readonly Setting<TimeSpan> _wait = new("--delivery-wait", "10s", SettingText.Duration)
    {
        Description = "How long the end of a run waits for spans that are not delivered yet; the rest stays on disk for push.",
        HelpName = "TIME",
    };

    /// <summary>Masks addresses in what is delivered.</summary>
    public static Option<bool> RedactOption() => new($"--{RedactName}")
    {
        Description = "Mask e-mail addresses in what is delivered; the files here keep them.",
    };

    /// <summary>Whether a run was played with <c>--redact</c>: it is never delivered without.</summary>
    public static bool WasRedacted(RunRecord record) => record.Options.GetValueOrDefault(RedactName) == "true";

    public void AddTo(Command command)
    {
        command.Add(_redact);
        command.Add(_wait);
    }

    /// <summary>How <see cref="WasRedacted"/> is recorded.</summary>
    public (string Name, string? Value) Recorded(ParseResult parsed) => Recorded(Redacts(parsed));

    /// <summary>The same for a command with a <see cref="RedactOption"/> of its own.</summary>
    public static (string Name, string? Value) Recorded(bool redacts) => (RedactName, redacts ? "true" : "false");

    public bool Redacts(ParseResult parsed) => parsed.GetValue(_redact);

    public TimeSpan Wait(ParseResult parsed) => _wait.Of(parsed);

    /// <summary>Waits for what is not delivered yet, and says what has become of the spans.</summary>
    public static async Task FinishAsync(
        SimulationHost host, BraintrustDelivery? delivery, OtlpExport? export, TimeSpan wait, Terminal terminal, CancellationToken stop)
    {
        if (delivery is not null)
        {
            var report = await host.Delivery(delivery.Services).DrainAsync(wait, stop);
            terminal.ReportAll(DeliveryLines.Of(report, delivery.Project, delivery.Services));
        }

        if (export is not null)
        {
            var (report, metricsTrouble) = await export.FinishAsync(host.Delivery(export.Services), wait, stop);
            terminal.ReportAll(DeliveryLines.Of(report, metricsTrouble, export));
        }
    }

    /// <summary>The delivery of a run that begins; null without a key.</summary>
    /// <exception cref="ArgumentException">An address in the environment is none.</exception>
    public BraintrustDelivery? Begin(ParseResult parsed, string runFolder, long seed, CommandContext context) =>
        BraintrustSettings.Read(context.Variable) is { } settings
            ? new BraintrustDelivery(settings, runFolder, Redacts(parsed), new DeliveryOptions { Seed = seed }, context.Clock)
            : null;
}
