using System.CommandLine;
using Evergreen.Actors.Tracing.Delivery;
using Evergreen.Host.Braintrust;
using Evergreen.Host.Configuration;
using Evergreen.Host.Display;
using Evergreen.Host.Telemetry;
using Evergreen.Host.Tracing;
using Evergreen.Insights.Experiments;
using Evergreen.Insights.Transcripts;

namespace Evergreen.Host.Commands;

/// <summary><c>push RUN</c>: delivers what a run has left to deliver, to Braintrust or a collector, also after a crash.</summary>
internal sealed class PushCommand : EvergreenCommand
{
    private readonly CommandContext _context;
    private readonly Argument<string> _run = new("RUN") { Description = "The folder of a run, or of an experiment, which becomes Braintrust's experiment of that name." };
    private readonly Option<bool> _redact = DeliverySettings.RedactOption();
    private readonly Setting<Uri> _otlp = SimulationSettings.OtlpOption("Deliver to this OpenTelemetry collector instead, over HTTP.");

    private readonly Setting<TimeSpan?> _wait = new("--wait", null, text => SettingText.PositiveDuration(text))
    {
        Description = "Give up after this time; without it, a service that is down is waited for.",
        HelpName = "TIME",
    };

    public PushCommand(CommandContext context)
        : base(
            "push",
            $"Deliver a run's spans to Braintrust: what is not delivered yet, then what was refused. Needs {BraintrustSettings.KeyVariable}.",
            "push runs/v2",
            "push runs/v2 --wait 10m --redact",
            "push runs/v2 --otlp http://localhost:4318")
    {
        _context = context;
        Add(_run);
        Add(_redact);
        Add(_wait);
        Add(_otlp);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken stop)
    {
        var folder = RunFolder.Open(parsed.GetRequiredValue(_run));
        var collector = _otlp.Of(parsed) is { } address ? OtlpSettings.Read(address, _context.Variable) : null;
        var braintrust = collector is null
            ? BraintrustSettings.Read(_context.Variable)
                ?? throw new ArgumentException($"{BraintrustSettings.KeyVariable} is not set; push needs a key to deliver with, or --otlp URL")
            : null;
        if (!File.Exists(Path.Combine(folder.Path, RunFolder.SpansFile)))
        {
            throw new InvalidDataException($"{folder.Path}: has no {RunFolder.SpansFile}; there is nothing to deliver");
        }

        var redact = parsed.GetValue(_redact) || DeliverySettings.WasRedacted(folder.Record);
        if (collector is null && File.Exists(Path.Combine(folder.Path, Experiment.SummaryFile)))
        {
            using var client = new BraintrustClient(braintrust!, _wait.Of(parsed), _context.Clock);
            var (lines, isWhole) = await BraintrustExperiment.Open(folder.Path).PushAsync(client, redact, stop);
            Write(lines);
            return isWhole ? ExitCode.Done : stop.IsCancellationRequested ? ExitCode.Interrupted : ExitCode.Failures;
        }

        var report = collector is null
            ? await PushAsync(new BraintrustDelivery(braintrust!, folder.Path, redact, new DeliveryOptions(), _context.Clock), parsed, stop)
            : await PushAsync(new OtlpExport(collector, folder.Path, redact, isPlayed: false, _context.Clock), parsed, stop);
        return report is { Pending: 0, Refused: 0 } ? ExitCode.Done
            : stop.IsCancellationRequested ? ExitCode.Interrupted
            : ExitCode.Failures;
    }

    private async Task<DeliveryReport> PushAsync(BraintrustDelivery delivery, ParseResult parsed, CancellationToken stop)
    {
        using var _ = delivery;
        var report = await LateDelivery.PushAsync(delivery.Services, _wait.Of(parsed), stop);
        Write(DeliveryLines.Of(report, delivery.Project, delivery.Services));
        return report;
    }

    private async Task<DeliveryReport> PushAsync(OtlpExport export, ParseResult parsed, CancellationToken stop)
    {
        using var _ = export;
        var report = await LateDelivery.PushAsync(export.Services, _wait.Of(parsed), stop);
        Write(DeliveryLines.Of(report, metricsTrouble: null, export));
        return report;
    }

    private void Write(IEnumerable<string> lines)
    {
        foreach (var line in lines)
        {
            _context.Terminal.Out.WriteLine(line);
        }
    }
}
