using System.CommandLine;
using Evergreen.Host.Commands;
using Evergreen.Host.Configuration;
using Evergreen.Host.Evals;
using Evergreen.Insights.Releases;
using Evergreen.Insights.Transcripts;

namespace Evergreen.Host.Deployments;

/// <summary><c>deploy RELEASE</c>: makes a release the default, or goes back to the one before.</summary>
internal sealed class DeployCommand : EvergreenCommand
{
    private readonly CommandContext _context;

    private readonly Argument<string?> _release = new("RELEASE")
    {
        Description = "A release's name or file; without one, the history is shown.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Setting<string> _eval = new("--eval", null, SettingText.AsIs)
    {
        Description = "The experiment that speaks for the release; its figures are recorded.",
        HelpName = "EXPERIMENT",
    };

    private readonly Setting<string> _note = new("--note", null, SettingText.AsIs) { Description = "Why, for those who read the history.", HelpName = "TEXT" };
    private readonly Option<bool> _rollback = new("--rollback") { Description = "Go back to the release that was deployed before, as it was then." };
    private readonly Option<bool> _list = new("--list") { Description = "Show what was deployed when." };
    private readonly Setting<string> _deployments = SimulationSettings.DeploymentsOption();
    private readonly Option<bool> _json = new("--json") { Description = "Print the deployment, or the history, as one JSON object, and nothing else." };

    public DeployCommand(CommandContext context)
        : base(
            "deploy",
            "Make a release the default of generate, chat and eval, as it is now: later edits of its files wait for the next deployment.",
            "deploy v2 --eval sizing-v2 --note \"mends the shipping refunds\"",
            "deploy --rollback",
            "deploy --list")
    {
        _context = context;
        Add(_release);
        foreach (var option in new Option[] { _eval, _note, _rollback, _list, _deployments, _json })
        {
            Add(option);
        }

        Validators.Add(result =>
        {
            var asked = new[] { result.GetValue(_release) is not null, result.GetValue(_rollback), result.GetValue(_list) };
            if (asked.Count(each => each) > 1)
            {
                result.AddError("give a RELEASE, --rollback or --list, one of them");
            }
            else if (result.GetValue(_release) is null && result.GetResult(_eval) is not null)
            {
                result.AddError("--eval speaks for a release; give the RELEASE too");
            }
        });
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken stop)
    {
        var log = DeploymentLog.Load(_deployments.Of(parsed)!);
        var view = new DeploymentView(_context.Terminal);
        var (release, now) = (parsed.GetValue(_release), _context.Clock.GetUtcNow());
        if (release is null && !parsed.GetValue(_rollback))
        {
            view.List(log, parsed.GetValue(_json));
            return ExitCode.Done;
        }

        var deployment = release is null ? log.NextRollback(now) : WithEval(log.Next(ReleaseChoice.Load(release), release, now), _eval.Of(parsed));
        deployment = deployment with { Note = _note.Of(parsed) };
        var (prompt, trouble) = await DeployedPrompts.PutAsync(deployment, _context, stop);
        deployment = deployment with { Braintrust = prompt };
        log.Add(deployment);
        view.Show(deployment, log, _deployments.Of(parsed)!, parsed.GetValue(_json));
        if (trouble is not null)
        {
            _context.Terminal.Fail($"{deployment.Release} is deployed here, but its prompt has no version at Braintrust: {trouble}");
        }

        return trouble is null ? ExitCode.Done : ExitCode.Failures;
    }

    private static Deployment WithEval(Deployment deployment, string? experiment)
    {
        if (experiment is null)
        {
            return deployment;
        }

        var path = ExperimentFolders.PathOf(experiment);
        var summary = ExperimentFolders.Open(experiment).Summary;
        if (summary.Release != deployment.Release)
        {
            throw new ArgumentException($"{path}: evaluated release {summary.Release}, not {deployment.Release}; name an experiment of {deployment.Release}");
        }

        var evaluated = File.Exists(Path.Combine(path, RunFolder.RunFile)) ? RunFolder.Open(path).Record.Options.GetValueOrDefault("release_version") : null;
        return evaluated is null || evaluated == deployment.Version
            ? deployment with { Eval = DeployedEval.Of(summary) }
            : throw new ArgumentException(
                $"{path}: evaluated {deployment.Release} as it was then ({evaluated}), and it has been edited since ({deployment.Version}); evaluate it again");
    }
}
