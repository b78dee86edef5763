using System.CommandLine;
using Evergreen.Host.Commands;
using Evergreen.Host.Deployments;
using Evergreen.Host.Display;
using Evergreen.Host.Evals;
using Evergreen.Host.Topics;
using Evergreen.Insights.Experiments;
using Evergreen.Insights.Filters;
using Evergreen.Insights.Topics.Runs;
using Evergreen.Insights.Transcripts;
using Evergreen.Tools.Services;
using Spectre.Console;

namespace Evergreen.Host.Loop;

/// <summary>
/// <c>loop</c>: the whole walk, from a release's conversations to a better one that is live. Types the commands a user would type,
/// and shows each before its output.
/// </summary>
internal sealed class LoopCommand : EvergreenCommand
{
    private readonly CommandContext _context;

    private readonly Setting<string> _base = new("--base", "v1", SettingText.AsIs) { Description = "The release to be improved on.", HelpName = "NAME|FILE" };

    private readonly Setting<string> _candidate = new("--candidate", "v2", SettingText.AsIs)
    {
        Description = "The release that is to be better; deployed when the comparison speaks for it.",
        HelpName = "NAME|FILE",
    };

    private readonly Setting<int> _repeat = new("--repeat", "4", SettingText.WholeNumber(1, 10_000)) { Description = "How often each scenario is played.", HelpName = "N" };
    private readonly Setting<int> _trials = new("--trials", "3", SettingText.WholeNumber(1, 1_000)) { Description = "How often each row of the dataset is played.", HelpName = "N" };

    private readonly Option<string[]> _where = new("--where")
    {
        Description = "Which of the base's conversations become the dataset; may be given several times.",
        HelpName = "CONDITION",
        DefaultValueFactory = _ => ["checks>=1"],
    };

    private readonly Setting<string> _concurrency = new("--concurrency", "100", Passed(SettingText.WholeNumber(1, 1_000_000)))
    {
        Description = "The most conversations under way at once.",
        HelpName = "N",
    };

    private readonly Setting<string> _seed = new("--seed", "0", Passed(SettingText.Seed)) { Description = "Everything drawn by lot is drawn from it.", HelpName = "S" };

    private readonly Setting<string> _faults = new("--faults", "mild", SettingText.AsIs) { Description = "How the shop's services fail.", HelpName = "NAME|FILE" };

    private readonly Setting<string> _model = new("--model", null, SettingText.AsIs) { Description = "The model of agent and customers, as in generate.", HelpName = "NAME" };

    private readonly Setting<string> _out = new("--out", null, SettingText.AsIs)
    {
        Description = "A new folder for all that the walk leaves; by default loops/ and the time.",
        HelpName = "DIR",
    };

    public LoopCommand(CommandContext context)
        : base(
            "loop",
            "Walk the whole way from a release's conversations to a better one that is live, ending with a report.",
            "loop",
            "loop --base v1 --candidate mine.json --where sentiment=negative --trials 5 --out loops/mine")
    {
        _context = context;
        foreach (var option in new Option[] { _base, _candidate, _repeat, _trials, _where, _concurrency, _seed, _faults, _model, _out })
        {
            Add(option);
        }

        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken stop)
    {
        var walk = Read(parsed);
        // What can be refused now is not found out after minutes of work.
        _ = (ReleaseChoice.Load(walk.Base), ReleaseChoice.Load(walk.Candidate), FaultPlan.Load(_faults.Of(parsed)!));
        _ = Filter.Parse(walk.Conditions, new FilterNames([.. FacetNames.Find().All], []));
        var code = await TypeAsync(walk.Observe(), stop);
        if (code > ExitCode.Failures)
        {
            return code;
        }

        var conversations = RunSubjects.Of(RunFolder.Open(walk.Before));
        if (!conversations.Where(walk.Conditions).Any())
        {
            throw new ArgumentException(
                $"there is nothing to improve on: whatever its topic, none of the {Words.Count(conversations.Count(), "conversation", "conversations")} of release "
                + $"{walk.Base} meets {string.Join(" and ", walk.Conditions.Select(condition => $"\"{condition}\""))}; "
                + $"choose others with --where, e.g. sentiment=negative, or let more fail with --faults harsh. They lie in {walk.Before}");
        }

        code = Math.Max(code, await TypeAsync(walk.Evaluate(), stop));
        if (code > ExitCode.Failures)
        {
            return code;
        }

        var speaksFor = Comparison.Of(ExperimentFolders.Open(walk.BaseExperiment), ExperimentFolders.Open(walk.CandidateExperiment)).SpeaksForCandidate;
        if (!speaksFor)
        {
            _context.Terminal.Console.MarkupLineInterpolated($"[yellow]Release {walk.Candidate} is not deployed: the comparison does not speak for it.[/]\n");
        }

        var rest = await TypeAsync(speaksFor ? walk.Deploy() : walk.Keep(), stop);
        if (rest <= ExitCode.Failures)
        {
            _context.Terminal.Console.MarkupLineInterpolated($"The report is [green]{walk.Report}[/]; everything else lies beside it.");
        }

        return Math.Max(code, rest);
    }

    private LoopWalk Read(ParseResult parsed)
    {
        var model = _model.Of(parsed);
        return new LoopWalk(
            NewFolder.Choose(_out.Of(parsed), "loops", _context.Clock),
            _base.Of(parsed)!,
            _candidate.Of(parsed)!,
            parsed.GetValue(_where) ?? [],
            _repeat.Of(parsed),
            _trials.Of(parsed),
            ["--concurrency", _concurrency.Of(parsed)!, "--seed", _seed.Of(parsed)!, "--faults", _faults.Of(parsed)!],
            model is null ? [] : ["--model", model]);
    }

    /// <summary>Types one command after another; the first that cannot do its work ends the walk.</summary>
    private async Task<int> TypeAsync(IEnumerable<LoopStep> steps, CancellationToken stop)
    {
        var worst = ExitCode.Done;
        foreach (var step in steps)
        {
            _context.Terminal.Console.MarkupLineInterpolated($"[bold]{step.Title}[/]\n[grey]$ {step.Line}[/]");
            var code = await CommandLine.RunAsync(step.Arguments, _context, stop);
            _context.Terminal.Console.WriteLine();
            if (code > ExitCode.Failures)
            {
                return code;
            }

            worst = Math.Max(worst, code);
        }

        return worst;
    }

    /// <summary>Checks a setting here, so that a mistake is not found half-way, and passes it on as it was written.</summary>
    private static Func<string, string> Passed<T>(Func<string, T> check) => text =>
    {
        check(text);
        return text;
    };
}
