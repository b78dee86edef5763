using System.CommandLine;
using Evergreen.Host.Commands;
using Evergreen.Host.Deployments;
using Evergreen.Insights.Experiments;
using Evergreen.Insights.Releases;

namespace Evergreen.Host.Evals;

/// <summary><c>compare A B</c>: two experiments on one dataset, case by case; <c>compare --ablate</c>: a release change by change.</summary>
internal sealed class CompareCommand : EvergreenCommand
{
    private readonly CommandContext _context;
    // What mends a fault shows only where there are faults enough.
    private readonly EvalSettings _settings = new(faults: "harsh");

    private readonly Argument<string?> _first = new("A")
    {
        Description = "The experiment to compare with: its name under experiments/, or its folder.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Argument<string?> _second = new("B") { Description = "The experiment to compare.", Arity = ArgumentArity.ZeroOrOne };

    private readonly Option<string?> _ablate = new("--ablate")
    {
        Description = "Instead, evaluate --release with each of its changes against --base taken away, and each made alone, on a dataset; "
            + "without one on scenarios.json.",
        HelpName = "DATASET",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Setting<string> _base = new("--base", "v1", SettingText.AsIs)
    {
        Description = "With --ablate: the release whose differences are the changes.",
        HelpName = "NAME|FILE",
    };

    private readonly Setting<string> _name = new("--name", null, SettingText.AsIs)
    {
        Description = "With --ablate: the folder under experiments/ that its experiments go to, or a path; by default named after the time.",
        HelpName = "NAME",
    };

    private readonly Option<bool> _json = new("--json") { Description = "Print the comparison as one JSON object, and nothing else." };

    public CompareCommand(CommandContext context)
        : base(
            "compare",
            "Compare two experiments on one dataset, case by case: what got better, what got worse, and whether the data support it.",
            "compare sizing-v1 sizing-v2",
            "compare --ablate sizing-returns --release v2 --base v1 --trials 3")
    {
        _context = context;
        Add(_first);
        Add(_second);
        Add(_ablate);
        Add(_base);
        Add(_name);
        _settings.AddTo(this);
        Add(_json);
        SetAction((parsed, stop) => parsed.GetResult(_ablate) is null ? Task.FromResult(Compare(parsed)) : AblateAsync(parsed, stop));
    }

    private int Compare(ParseResult parsed)
    {
        if (parsed.GetValue(_first) is not { } first || parsed.GetValue(_second) is not { } second)
        {
            throw new ArgumentException("compare needs two experiments, e.g. evergreen compare sizing-v1 sizing-v2");
        }

        var (@base, candidate) = (ExperimentFolders.Open(first), ExperimentFolders.Open(second));
        var comparison = Comparison.Of(@base, candidate);
        if (parsed.GetValue(_json))
        {
            _context.Terminal.WriteJson(comparison);
        }
        else
        {
            new ComparisonView(_context.Terminal).Show(comparison, @base.Summary, candidate.Summary);
        }

        return ExitCode.Done;
    }

    private async Task<int> AblateAsync(ParseResult parsed, CancellationToken stop)
    {
        if (parsed.GetValue(_first) is { } stray)
        {
            throw new ArgumentException($"--ablate makes its own experiments; leave \"{stray}\" out, and write the dataset behind --ablate");
        }

        var folder = ExperimentFolders.PathOf(_name.Of(parsed) ?? $"ablation-{_context.Clock.GetUtcNow():yyyy-MM-dd-HHmmss}");
        var request = _settings.Read(parsed, _context, parsed.GetValue(_ablate), folder);
        using var models = request.Setup.Models;
        var diff = ReleaseDiff.Between(ReleaseChoice.Load(_base.Of(parsed)!), request.Setup.Release);
        if (diff.Changes.Count == 0)
        {
            throw new ArgumentException($"--release {diff.Candidate.Name} and --base {diff.Base.Name} do not differ; name another base");
        }

        var runner = new AblationRunner(
            request,
            variant => variant.Setup.Begin(
                parsed, variant.Setup.Reproducible, ("temperature", "0"), ("judge_model", variant.JudgeModel)),
            _settings.IsVerbose(parsed),
            _context);
        if (await runner.RunAsync(AblationVariant.Of(diff), diff.Base.Name, stop) is not { } ablation)
        {
            return ExitCode.Interrupted;
        }

        if (parsed.GetValue(_json))
        {
            _context.Terminal.WriteJson(ablation);
        }
        else
        {
            new AblationView(_context.Terminal).Show(ablation, folder);
        }

        return runner.Failed > 0 ? ExitCode.Failures : ExitCode.Done;
    }
}
