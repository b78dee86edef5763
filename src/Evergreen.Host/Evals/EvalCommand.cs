using System.CommandLine;
using Evergreen.Host.Braintrust;
using Evergreen.Host.Commands;
using Evergreen.Host.Datasets;
using Evergreen.Host.Display;

namespace Evergreen.Host.Evals;

/// <summary><c>eval DATASET</c>: a release on a dataset, scored.</summary>
internal sealed class EvalCommand : EvergreenCommand
{
    private readonly CommandContext _context;
    private readonly EvalSettings _settings = new();

    private readonly Argument<string> _dataset = new("DATASET")
    {
        Description = "A dataset's name, which is datasets/NAME.jsonl, or its file.",
    };

    private readonly Setting<string> _name = new("--name", null, SettingText.AsIs)
    {
        Description = "The experiment's name, which is its folder under experiments/, or a path; by default dataset, release and time.",
        HelpName = "NAME",
    };

    private readonly Option<bool> _redact = DeliverySettings.RedactOption();

    private readonly Option<bool> _json = new("--json") { Description = "Print the experiment's summary as one JSON object, and nothing else." };

    public EvalCommand(CommandContext context)
        : base(
            "eval",
            "Play a dataset against a release at temperature 0, every customer turn of every row, and score each conversation.",
            "eval sizing-returns --release v1 --name sizing-v1",
            "eval sizing-returns --release v2 --name sizing-v2 --trials 5 --scorer resolution --scorer end_state",
            "eval mine.jsonl --where category=billing --scorer my-judge.md")
    {
        _context = context;
        Add(_dataset);
        Add(_name);
        _settings.AddTo(this);
        Add(_redact);
        Add(_json);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken stop)
    {
        var dataset = parsed.GetRequiredValue(_dataset);
        var folder = ExperimentFolders.PathOf(_name.Of(parsed)
            ?? $"{DatasetName.Parse(dataset).Name}-{_context.Clock.GetUtcNow():yyyy-MM-dd-HHmmss}");
        var request = _settings.Read(parsed, _context, dataset, folder);
        using var models = request.Setup.Models;
        var panel = new RunPanel(
            _context.Terminal, $"{request.Setup.Model} · release {request.Setup.Release.Name} · {folder}", _context.Clock);
        var outcome = await Evaluation.RunAsync(
            request,
            request.Setup.Begin(
                parsed,
                request.Setup.Reproducible,
                ("temperature", "0"),
                ("judge_model", request.JudgeModel),
                (BraintrustExperiment.DatasetOption, DatasetName.Parse(dataset).File),
                DeliverySettings.Recorded(parsed.GetValue(_redact))),
            (simulation, plan) => panel.WatchAsync(
                progress => simulation.RunAsync(plan, progress, stop), live: _context.Terminal.IsLive && !parsed.GetValue(_json), stop),
            _settings.IsVerbose(parsed),
            _context,
            stop);
        if (outcome.Summary is not { } summary)
        {
            _context.Terminal.Error.WriteLine($"interrupted: {outcome.StopReason}; {folder} has what ended, and no summary");
            return outcome.ExitCode;
        }

        if (parsed.GetValue(_json))
        {
            _context.Terminal.WriteJson(summary);
        }
        else
        {
            new ExperimentView(_context.Terminal).Show(folder, request, summary);
        }

        await ExperimentDelivery.DeliverAsync(folder, parsed.GetValue(_redact), _context, stop);
        return outcome.ExitCode;
    }
}
