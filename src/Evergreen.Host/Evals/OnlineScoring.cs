using System.CommandLine;
using Evergreen.Actors.Hosting;
using Evergreen.Actors.Runs;
using Evergreen.Actors.Tracing;
using Evergreen.Host.Commands;
using Evergreen.Host.Configuration;
using Evergreen.Host.Models;
using Evergreen.Insights.Experiments;
using Evergreen.Insights.Scoring;
using Evergreen.Insights.Transcripts;
using Evergreen.Tools.Services;

namespace Evergreen.Host.Evals;

/// <summary>
/// Judges a share of a run's conversations as they end, beside the run: admission never waits for a judge. Scores go to
/// scores.jsonl in the run's folder, and to the conversations' traces.
/// </summary>
internal sealed class OnlineScoring : IDisposable
{
    /// <summary>Few, because agents and customers may be waiting at the same gateway.</summary>
    private const int ScoredAtOnce = 8;

    private readonly EvalScorers _judges;
    private readonly ScoringQueue _queue;
    private readonly ScoringSink _sink;
    private readonly string _file;
    private readonly List<ExperimentResult> _results = [];
    private readonly TaskCompletionSource<Simulation> _simulation = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly RunPlan _plan;
    private JsonLinesWriter? _lines;

    private OnlineScoring(double share, ReviewModel model, RunPlan plan, string folder, ITraceSink lines, CancellationToken stop)
    {
        (_plan, _file) = (plan, Path.Combine(folder, ScoreFile.Name));
        _judges = EvalScorers.Judges(model.Client);
        _queue = new ScoringQueue(_judges.All, ScoredAtOnce, Add, stop);
        _sink = new ScoringSink(lines, conversation =>
        {
            if (IsSampled(plan.Seed, conversation.Id, share))
            {
                _queue.Add(conversation);
            }
        });
    }

    /// <summary>The sink that the run's lines go through.</summary>
    public ITraceSink Sink => _sink;

    /// <summary>Whether a conversation is in the sample: drawn from the seed and its id, whatever else is played.</summary>
    public static bool IsSampled(long seed, string conversationId, double share) =>
        new Dice(seed).With("score").With(conversationId).NextDouble() < share;

    /// <summary>Tells where the scores' spans go; none is written before.</summary>
    public void RecordTo(Simulation simulation) => _simulation.SetResult(simulation);

    /// <summary>Waits for the judges, or for the user's stop, and adds to the record what they made of the run.</summary>
    public async Task<RunRecord> FinishAsync(RunRecord record)
    {
        await _sink.CompleteAsync();
        try
        {
            await _queue.CompleteAsync();
        }
        catch (OperationCanceledException)
        {
            // What was judged is kept.
        }

        var (written, lost) = await (await _simulation.Task).FlushAsync();
        return record with
        {
            Totals = record.Totals with { Spans = written, SpansDropped = lost },
            Scores = Experiment.Summarize(_results, _judges.All.Select(judge => (judge.Name, judge.Scale))),
        };
    }

    public void Dispose()
    {
        _queue.Dispose();
        _lines?.Dispose();
    }

    private void Add(ConversationRecord conversation, IReadOnlyList<Score> scores)
    {
        _lines ??= new JsonLinesWriter(_file);
        _lines.Append(new ConversationScores(conversation.Id, scores), ScoreJson.Default.ConversationScores);
        _results.Add(new ExperimentResult(conversation.Id, 1, conversation.Id, conversation.Ending, scores));
        _simulation.Task.Result.Record(_plan, conversation.Id, scores);
    }

    /// <summary>The options that ask for it.</summary>
    public sealed class Settings
    {
        private readonly Setting<double> _share = new("--score", null, SettingText.Number(0, 1))
        {
            Description = "Judge this share of the conversations as they end, e.g. 0.2; drawn from the seed.",
            HelpName = "SHARE",
        };

        private readonly Setting<string> _judgeModel = ReviewModelOptions.JudgeModelOption();

        public void AddTo(Command command)
        {
            command.Add(_share);
            command.Add(_judgeModel);
        }

        /// <summary>The way to the judges; null when nothing is to be judged.</summary>
        /// <exception cref="ArgumentException">The judges' model cannot be reached, or was named without a share.</exception>
        public ReviewModel? Model(ParseResult parsed, ModelGateways models) =>
            _share.Of(parsed) > 0 ? ReviewModel.Of(models, _judgeModel.Of(parsed))
            : _judgeModel.Of(parsed) is null ? null
            : throw new ArgumentException($"{ReviewModel.Option} judges nothing without --score; say which share, e.g. --score 0.2");

        /// <summary>Begins to judge a run whose lines go to <paramref name="lines"/>; null without a model.</summary>
        public OnlineScoring? Begin(
            ParseResult parsed, ReviewModel? model, RunPlan plan, string folder, ITraceSink lines, CancellationToken stop) =>
            model is null ? null : new OnlineScoring(_share.Of(parsed), model, plan, folder, lines, stop);
    }
}
