using System.Text.Json;
using Evergreen.Host.Commands;
using Evergreen.Host.Deployments;
using Evergreen.Host.Display;
using Evergreen.Insights.Checks;
using Evergreen.Insights.Experiments;
using Evergreen.Insights.Transcripts;

namespace Evergreen.Host.Evals;

/// <summary>Evaluates every variant of a release, some at a time, and leaves an experiment of each in the ablation's folder.</summary>
/// <param name="request">The whole release's evaluation; its folder is the ablation's.</param>
/// <param name="begin">Makes the record of a variant's run.</param>
/// <param name="verbose">Whether the log goes to the error stream.</param>
/// <param name="context">Terminal, clock, variables.</param>
internal sealed class AblationRunner(EvalRequest request, Func<EvalRequest, RunRecord> begin, bool verbose, CommandContext context)
{
    /// <summary>Most of a variant's time is backoff, during which others play.</summary>
    private const int VariantsAtOnce = 6;

    private static readonly ExperimentJson Indented = new(new JsonSerializerOptions(ExperimentJson.Default.Options) { WriteIndented = true });

    private readonly string _folder = request.Setup.Folder;

    /// <summary>Conversations that failed, in all variants together.</summary>
    public int Failed { get; private set; }

    /// <summary>Evaluates the variants; null when it was stopped before its end, and then says why.</summary>
    public async Task<Ablation?> RunAsync(IReadOnlyList<AblationVariant> variants, string baseName, CancellationToken stop)
    {
        // Gateways are made when first asked for, which is not for several threads at once.
        request.Setup.Models.ForAgent();
        request.Setup.Models.For(request.Setup.CustomerModel);
        var stopped = false;
        await Parallel.ForEachAsync(variants, new ParallelOptions { MaxDegreeOfParallelism = VariantsAtOnce }, async (variant, _) =>
        {
            if (!Volatile.Read(ref stopped) && !await EvaluateAsync(variant, stop))
            {
                Volatile.Write(ref stopped, true);
            }
        });
        if (stopped)
        {
            return null;
        }

        var ablation = new Ablation
        {
            Release = request.Setup.Release.Name,
            Base = baseName,
            Dataset = request.Suite.Name,
            DatasetVersion = request.Suite.Version,
            Trials = request.Trials,
            Model = request.Setup.Model,
            Variants = [.. variants.Select(Result)],
        };
        await File.WriteAllBytesAsync(
            Path.Combine(_folder, Ablation.File), [.. JsonSerializer.SerializeToUtf8Bytes(ablation, Indented.Ablation), (byte)'\n'], stop);
        return ablation;
    }

    private async Task<bool> EvaluateAsync(AblationVariant variant, CancellationToken stop)
    {
        var of = request with
        {
            Setup = request.Setup with
            {
                ReleaseChoice = new ReleaseChoice(variant.Release, variant.Release.Name, "a variant of the ablation"),
                Folder = Path.Combine(_folder, variant.Folder),
            },
        };
        var outcome = await Evaluation.RunAsync(
            of, begin(of), (simulation, plan) => simulation.RunAsync(plan, progress: null, stop), verbose, context, stop);
        lock (context.Terminal)
        {
            Failed += outcome.Failed;
            context.Terminal.Error.WriteLine(outcome.Summary is null
                ? $"{variant.Folder}: interrupted ({outcome.StopReason})"
                : $"{variant.Folder}: {Words.Count(outcome.Run.Totals.Conversations, "conversation", "conversations")} in {Words.Seconds(outcome.Run.Timing.WallSeconds)}");
        }

        return outcome.Summary is not null;
    }

    private AblationResult Result(AblationVariant variant)
    {
        var conversations = RunFolder.Open(Path.Combine(_folder, variant.Folder)).Conversations;
        return new AblationResult(
            variant.Kind,
            variant.Change?.Name,
            variant.Folder,
            AblationResult.PatternsOf(CheckReport.Of(conversations)),
            variant.Kind switch
            {
                AblationKind.Base => null,
                AblationKind.Without => Comparison.Of(Open(AblationKind.Whole), Open(variant.Folder)),
                _ => Comparison.Of(Open(AblationKind.Base), Open(variant.Folder)),
            });
    }

    private Experiment Open(AblationKind kind) => Open(kind.ToString().ToLowerInvariant());

    private Experiment Open(string variant) => Experiment.Open(Path.Combine(_folder, variant));
}
