using System.CommandLine;
using Evergreen.Actors.Tracing.Delivery;
using Evergreen.Host.Display;
using Evergreen.Host.Tracing;
using Evergreen.Insights.Transcripts;

namespace Evergreen.Host.Commands;

/// <summary><c>push RUN</c>: delivers to Braintrust what a run has left to deliver, also after a crash.</summary>
internal sealed class PushCommand : EvergreenCommand
{
    public PushCommand(CommandContext context)
        : base(
            "push",
            $"Deliver a run's spans to Braintrust: what is not delivered yet, then what was refused. Needs {BraintrustSettings.KeyVariable}.",
            "push runs/v2",
            "push runs/v2 --wait 10m --redact")
    {
        var run = new Argument<string>("RUN") { Description = "The folder of a run." };
        var redact = DeliverySettings.RedactOption();
        var wait = new Setting<TimeSpan?>("--wait", null, text => SettingText.PositiveDuration(text))
        {
            Description = "Give up after this time; without it, a service that is down is waited for.",
            HelpName = "TIME",
        };
        Add(run);
        Add(redact);
        Add(wait);
        SetAction(async (parsed, stop) =>
        {
            var folder = RunFolder.Open(parsed.GetRequiredValue(run));
            var settings = BraintrustSettings.Read(context.Variable)
                ?? throw new ArgumentException($"{BraintrustSettings.KeyVariable} is not set; push needs a key to deliver with");
            if (!File.Exists(Path.Combine(folder.Path, RunFolder.SpansFile)))
            {
                throw new InvalidDataException($"{folder.Path}: has no {RunFolder.SpansFile}; there is nothing to deliver");
            }

            using var delivery = new BraintrustDelivery(
                settings,
                folder.Path,
                parsed.GetValue(redact) || DeliverySettings.WasRedacted(folder.Record),
                new DeliveryOptions(),
                context.Clock);
            var report = await delivery.PushAsync(wait.Of(parsed), stop);
            foreach (var line in DeliveryLines.Of(report, delivery.Project, folder.Path))
            {
                context.Terminal.Out.WriteLine(line);
            }

            return report is { Pending: 0, Refused: 0 } ? ExitCode.Done
                : stop.IsCancellationRequested ? ExitCode.Interrupted
                : ExitCode.Failures;
        });
    }
}
