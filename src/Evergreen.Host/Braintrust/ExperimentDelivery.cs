using Evergreen.Host.Commands;
using Evergreen.Host.Tracing;

namespace Evergreen.Host.Braintrust;

/// <summary>Puts an experiment that was just made into Braintrust, if there is a key; what cannot be done now is push's business.</summary>
internal static class ExperimentDelivery
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public static async Task DeliverAsync(string folder, bool redact, CommandContext context, CancellationToken stop)
    {
        if (BraintrustSettings.Read(context.Variable) is not { } settings)
        {
            return;
        }

        using var client = new BraintrustClient(settings, Patience, context.Clock);
        try
        {
            context.Terminal.ReportAll((await BraintrustExperiment.Open(folder).PushAsync(client, redact, stop)).Lines);
        }
        catch (Exception e) when (e is BraintrustException or ArgumentException or OperationCanceledException)
        {
            context.Terminal.ReportAll(
            [
                $"experiment at Braintrust: not there yet: {(e is OperationCanceledException ? "stopped by the user" : e.Message)}",
                $"  next       evergreen push {folder}",
            ]);
        }
    }
}
