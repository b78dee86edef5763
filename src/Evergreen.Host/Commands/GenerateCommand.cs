using System.CommandLine;
using Evergreen.Actors.Runs;
using Evergreen.Host.Configuration;
using Evergreen.Host.Display;
using Evergreen.Host.Evals;
using Evergreen.Host.Telemetry;
using Evergreen.Host.Tracing;
using Evergreen.Insights.Scenarios;
using Evergreen.Insights.Transcripts;

namespace Evergreen.Host.Commands;

/// <summary><c>generate</c>: plays scenarios with simulated customers and leaves a run's folder.</summary>
internal sealed class GenerateCommand : EvergreenCommand
{
    private readonly CommandContext _context;
    private readonly SimulationSettings _simulation = new();
    private readonly DeliverySettings _delivery = new();
    private readonly OnlineScoring.Settings _scoring = new();

    private readonly Setting<string> _scenarios = new("--scenarios", "scenarios.json", SettingText.AsIs)
    {
        Description = "The file of scenarios.",
        HelpName = "FILE",
    };

    private readonly Setting<string> _category = new("--category", null, SettingText.OneOf(ScenarioCategories.All))
    {
        Description = $"Play one category only: {string.Join(", ", ScenarioCategories.All)}.",
        HelpName = "CATEGORY",
    };

    private readonly Setting<int> _repeat = new("--repeat", "1", SettingText.WholeNumber(1, 1_000_000))
    {
        Description = "How often each scenario is played.",
        HelpName = "N",
    };

    private readonly Setting<int> _concurrency = new("--concurrency", "100", SettingText.WholeNumber(1, 1_000_000))
    {
        Description = "The most conversations under way at once.",
        HelpName = "N",
    };

    private readonly Setting<ExtraTurns> _extraTurns = new("--extra-turns", "random", SettingText.ExtraTurns)
    {
        Description = "Follow-ups the customers make up after the scripted ones: none, random (0 to 2), or a number.",
        HelpName = "N",
    };

    private readonly Setting<string> _world = new("--world", "isolated", SettingText.OneOf("isolated", "shared"))
    {
        Description = "isolated: each conversation has a shop of its own; shared: all work in the same one.",
        HelpName = "WORLD",
    };

    private readonly Setting<TimeSpan> _deadline = new("--deadline", "10m", SettingText.PositiveDuration)
    {
        Description = "A conversation that takes longer is ended.",
        HelpName = "TIME",
    };

    private readonly Option<bool> _json = new("--json") { Description = "Print the run's record as one JSON object, and nothing else." };

    public GenerateCommand(CommandContext context)
        : base(
            "generate",
            "Play scenarios with simulated customers and trace every conversation.",
            "generate",
            "generate --release v1 --repeat 4 --concurrency 200 --seed 7 --out runs/v1",
            "generate --category billing --faults harsh --latency 100ms..300ms",
            "generate --repeat 4 --score 0.2")
    {
        _context = context;
        foreach (var option in new Option[] { _scenarios, _category, _repeat, _concurrency, _extraTurns, _world, _deadline })
        {
            Add(option);
        }

        _simulation.AddTo(this);
        _delivery.AddTo(this);
        _scoring.AddTo(this);
        Add(_json);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken stop)
    {
        var scenariosFile = ScenariosFile(parsed);
        var scenarios = Scenarios(scenariosFile, _category.Of(parsed));
        var setup = _simulation.Read(parsed, _context, kind: "");
        var plan = new RunPlan
        {
            RunId = setup.RunId,
            Scenarios = scenarios,
            Repeat = _repeat.Of(parsed),
            Concurrency = _concurrency.Of(parsed),
            Seed = setup.Seed,
            Temperature = setup.Temperature,
            ExtraTurns = _extraTurns.Of(parsed),
            Release = setup.Release,
            CustomerPrompt = setup.CustomerPrompt,
            Model = setup.Model,
            WorldClock = setup.WorldClock,
            SharedWorld = _world.Of(parsed) == "shared",
            Limits = new ConversationLimits { Deadline = _deadline.Of(parsed) },
        };
        plan.Validate();

        using var models = setup.Models;
        using var judge = _scoring.Model(parsed, models);
        using var delivery = _delivery.Begin(parsed, setup.Folder, setup.Seed, _context);
        var record = setup.Begin(parsed, Reproducible(plan, setup), ("scenarios", scenariosFile), _delivery.Recorded(parsed));
        using var recorder = RunRecorder.Create(setup.Folder, record);
        using var export = setup.BeginExport(_delivery.Redacts(parsed), _context.Clock);
        using var scoring = _scoring.Begin(parsed, judge, plan, setup.Folder, recorder, stop);
        record = await PlayAsync(setup, plan, record, recorder, delivery, export, scoring, parsed, stop);

        if (parsed.GetValue(_json))
        {
            await _context.Terminal.Out.WriteAsync(RunJson.Text(record));
        }
        else
        {
            new RunSummary(_context.Terminal).Show(record, setup.Models.Agent.Reason, RunFolder.Open(setup.Folder));
        }

        return Failed(record.Totals) ? ExitCode.Failures
            : record.Run.Status == RunStatus.Interrupted ? ExitCode.Interrupted
            : ExitCode.Done;
    }

    private async Task<RunRecord> PlayAsync(
        SimulationSetup setup,
        RunPlan plan,
        RunRecord record,
        RunRecorder recorder,
        BraintrustDelivery? delivery,
        OtlpExport? export,
        OnlineScoring? scoring,
        ParseResult parsed,
        CancellationToken stop)
    {
        RunProtocol.RunEnded ended;
        try
        {
            await using var host = await SimulationHost.StartAsync(
                setup, scoring?.Sink ?? recorder, parsed.GetValue(_simulation.Verbose), _context, stop, delivery?.Services, export?.Services);
            scoring?.RecordTo(host.Simulation);
            var panel = new RunPanel(_context.Terminal, $"{plan.Model} · release {plan.Release.Name} · {setup.Folder}", _context.Clock);
            ended = await panel.WatchAsync(
                progress => host.Simulation.RunAsync(plan, progress, stop),
                live: _context.Terminal.IsLive && !parsed.GetValue(_json),
                stop);
            record = record with
            {
                Run = record.Run with { Status = ended.Status, EndedAt = _context.Clock.GetUtcNow(), StoppedBecause = ended.Reason },
                Totals = ended.Totals,
                Timing = ended.Timing,
            };
            record = scoring is null ? record : await scoring.FinishAsync(record);
            await DeliverySettings.FinishAsync(host, delivery, export, _delivery.Wait(parsed), _context.Terminal, stop);
        }
        catch when (recorder.IsEmpty)
        {
            recorder.Discard();
            throw;
        }

        if (ended.Reason is not null)
        {
            _context.Terminal.Error.WriteLine($"interrupted: {ended.Reason}");
        }
        else if (setup.Models.Stop.Reason is { } tooLate)
        {
            _context.Terminal.Error.WriteLine($"warning: {tooLate}, when everything had begun");
        }

        try
        {
            recorder.Write(record);
        }
        catch (IOException e) when (ended.Status == RunStatus.Interrupted)
        {
            // The disk that stopped the run need not take its last record either; the lines are whole all the same.
            _context.Terminal.Error.WriteLine($"run.json still says running: {e.Message}");
        }

        return record;
    }

    private string ScenariosFile(ParseResult parsed)
    {
        var asked = _scenarios.Of(parsed)!;
        return _scenarios.IsGiven(parsed) ? asked : ContentFiles.Find(asked);
    }

    private static List<Scenario> Scenarios(string file, string? category)
    {
        var scenarios = ScenarioFile.Load(file).Where(scenario => category is null || scenario.Category == category).ToList();
        return scenarios.Count > 0
            ? scenarios
            : throw new ArgumentException($"--category {category}: {file} has no such scenario; choose another category or file");
    }

    private static string Reproducible(RunPlan plan, SimulationSetup setup) =>
        setup.Reproducible == "yes" && plan.SharedWorld ? "no: conversations share a world, so their order matters" : setup.Reproducible;

    /// <summary>Whether conversations failed by themselves, rather than were ended by whoever stopped the run.</summary>
    private static bool Failed(RunTotals totals) =>
        !totals.ByEnding.ContainsKey(nameof(Ending.Cancelled))
        && totals.ByEnding.Any(ending => ending.Value > 0 && Enum.TryParse<Ending>(ending.Key, out var known) && known.IsFailure());
}
