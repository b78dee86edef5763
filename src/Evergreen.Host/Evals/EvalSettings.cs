using System.CommandLine;
using Evergreen.Host.Commands;
using Evergreen.Host.Configuration;
using Evergreen.Host.Datasets;
using Evergreen.Host.Models;
using Evergreen.Insights.Experiments;
using Evergreen.Insights.Scenarios;

namespace Evergreen.Host.Evals;

/// <summary>The options that say how a release is evaluated: the same for one release and for each of its changes.</summary>
/// <param name="faults">How the shop's services fail by default.</param>
internal sealed class EvalSettings(string faults = "mild")
{
    private readonly SimulationSettings _simulation = new(faults);

    private readonly Setting<int> _trials = new("--trials", "3", SettingText.WholeNumber(1, 1000))
    {
        Description = "How often each row is played; faults differ from trial to trial.",
        HelpName = "N",
    };

    private readonly Setting<int> _concurrency = new("--concurrency", "100", SettingText.WholeNumber(1, 1_000_000))
    {
        Description = "The most conversations under way at once.",
        HelpName = "N",
    };

    private readonly Setting<TimeSpan> _deadline = new("--deadline", "10m", SettingText.PositiveDuration)
    {
        Description = "A conversation that takes longer is ended.",
        HelpName = "TIME",
    };

    private readonly Setting<string> _judgeModel = ReviewModelOptions.JudgeModelOption();

    private readonly Option<string[]> _scorers = new("--scorer")
    {
        Description = "A scorer by its name, or the prompt file of a judge of your own; may be given more than once. By default all there are.",
        HelpName = "NAME|FILE",
    };

    private readonly Option<string[]> _where = new("--where")
    {
        Description = "Play only rows that meet this, e.g. category=returns; may be given more than once.",
        HelpName = "CONDITION",
    };

    /// <summary>Whether the log goes to the error stream.</summary>
    public bool IsVerbose(ParseResult parsed) => parsed.GetValue(_simulation.Verbose);

    /// <summary>Gives a command these options.</summary>
    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { _trials, _concurrency, _deadline, _judgeModel, _scorers, _where })
        {
            command.Add(option);
        }

        _simulation.AddForEvalTo(command);
    }

    /// <summary>Reads and checks everything that was asked for; nothing is made yet.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="context">Variables and clock.</param>
    /// <param name="dataset">The dataset's name or file; null for the scenarios that come with the program.</param>
    /// <param name="folder">The experiment's folder.</param>
    public EvalRequest Read(ParseResult parsed, CommandContext context, string? dataset, string folder)
    {
        ExperimentWriter.Check(folder);
        var suite = Suite(dataset, parsed.GetValue(_where) ?? []);
        var setup = _simulation.ReadForEval(parsed, context, folder);
        var judge = new Lazy<ReviewModel>(() => ReviewModel.Of(setup.Models, _judgeModel.Of(parsed)));
        var scorers = EvalScorers.Choose(parsed.GetValue(_scorers) ?? [], () => judge.Value.Client);
        return new EvalRequest
        {
            Setup = setup,
            Suite = suite,
            Scorers = scorers,
            JudgeModel = judge.IsValueCreated ? judge.Value.Choice.Model : null,
            Trials = _trials.Of(parsed),
            Concurrency = _concurrency.Of(parsed),
            Deadline = _deadline.Of(parsed),
        };
    }

    private static EvalSuite Suite(string? dataset, string[] conditions)
    {
        if (dataset is not null)
        {
            var name = DatasetName.Parse(dataset);
            return new EvalSuite(name.Name, EvalSuite.Where(name.Load(), conditions));
        }

        var scenarios = ContentFiles.Find("scenarios.json");
        return conditions.Length == 0
            ? new EvalSuite(Path.GetFileNameWithoutExtension(scenarios), ScenarioFile.Load(scenarios))
            : throw new ArgumentException($"--where chooses rows of a dataset; name one, or leave --where out to play all of {scenarios}");
    }
}
