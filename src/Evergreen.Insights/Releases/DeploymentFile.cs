using Evergreen.Insights.Json;
using Evergreen.Insights.Scoring;
using Evergreen.Insights.Statistics;

namespace Evergreen.Insights.Releases;

/// <summary>
/// Reads a history of deployments, and strictly: it decides what is played, and whoever adds to it writes it anew, so that what
/// was passed over would be lost.
/// </summary>
internal sealed class DeploymentFile(string path)
{
    private const string Mend = "the history is only added to, so restore the file";

    private readonly FileProblems _problems = new(path);

    // The numbers of the deployments not taken back so far, the one in force last.
    private readonly List<int> _standing = [];

    /// <summary>Every deployment, the oldest first; none when there is no such file.</summary>
    /// <exception cref="InvalidDataException">Something in it is wrong: one line a problem, with file, line, field and the mend.</exception>
    public List<Deployment> Read()
    {
        var deployments = new List<Deployment?>();
        foreach (var line in Utf8Lines.Read(path).Where(line => !line.IsBlank))
        {
            deployments.Add(Read(LocatedJson.Parse(line.Bytes.Span, path, line.Number), deployments.Count + 1));
        }

        _problems.ThrowIfAny();
        return deployments!;
    }

    private Deployment? Read(LocatedJson json, int expected)
    {
        var line = new FieldReader(
            _problems, json, $"deployment {expected}",
            "number", "at", "restores", "release", "source", "replaces", "version", "content", "eval", "note", "braintrust");
        var number = line.Integer("number", 1, int.MaxValue);
        if (number is not null && number != expected)
        {
            line.Problem("number", $"field \"number\" is {number}, but the lines before make it {expected}; {Mend}");
        }

        var restores = Restores(line, expected);
        var at = line.Time("at");
        var (release, source) = (line.Text("release", "the release's name"), line.Text("source", "what it was deployed from"));
        var version = line.Text("version", "the content's version");
        var content = Content(line.Object("content", "\"content\"", "system_prompt", "prompt_file", "refundable_statuses", "retry"));
        var deployment = new Deployment
        {
            Number = expected,
            At = at ?? default,
            Restores = restores,
            Release = release!,
            Source = source!,
            Replaces = line.OptionalText("replaces", "a release's name, or leave the field out"),
            Version = version!,
            Content = content!,
            Eval = Eval(line),
            Note = line.OptionalWords("note"),
            Braintrust = Prompt(line.OptionalObject("braintrust", "\"braintrust\"", "prompt_id", "version")),
        };
        return _problems.AreNone ? deployment : null;
    }

    private int? Restores(FieldReader line, int number)
    {
        var restores = line.OptionalInteger("restores", 1, int.MaxValue);
        if (restores is null)
        {
            _standing.Add(number);
        }
        else if (_standing.Count < 2 || _standing[^2] != restores)
        {
            line.Problem("restores", $"field \"restores\" is {restores}, which is not the deployment before the one in force then; {Mend}");
        }
        else
        {
            _standing.RemoveAt(_standing.Count - 1);
        }

        return restores;
    }

    private static ReleaseContent? Content(FieldReader? content)
    {
        var (prompt, file) = (content?.Text("system_prompt", "the prompt's text"), content?.Text("prompt_file", "where it was read from"));
        var (statuses, retry) = content is null ? default : (ReleaseFile.Statuses(content), ReleaseFile.Retry(content));
        return prompt is null || file is null || statuses is null || retry is null ? null : new ReleaseContent(prompt, file, statuses, retry);
    }

    private static DeployedEval? Eval(FieldReader line)
    {
        var eval = line.OptionalObject("eval", "\"eval\"", "experiment", "created_at", "dataset", "dataset_version", "model", "trials", "figures");
        return eval is null ? null : new DeployedEval(
            eval.Text("experiment", "the experiment's name")!,
            eval.Time("created_at") ?? default,
            eval.Text("dataset", "the dataset's name")!,
            eval.Text("dataset_version", "the dataset's version")!,
            eval.Text("model", "the agent's model")!,
            eval.Integer("trials", 1, int.MaxValue) ?? 0,
            [.. (eval.List("figures", "a list of scorers' figures") ?? []).Select(item => Figure(eval, item)).OfType<DeployedFigure>()]);
    }

    private static DeployedFigure? Figure(FieldReader eval, LocatedJson item) =>
        eval.Item(item, "a figure", "scorer", "scale", "scored", "mean", "interval") is not { } figure ? null : new DeployedFigure(
            figure.Text("scorer", "the scorer's name")!,
            figure.Choice("scale", ["verdict", "amount"]) == "amount" ? ScoreScale.Amount : ScoreScale.Verdict,
            figure.Integer("scored", 0, int.MaxValue) ?? 0,
            figure.OptionalNumber("mean", -1e9, 1e9),
            figure.OptionalObject("interval", "\"interval\"", "low", "high") is { } interval
                ? new Interval(interval.Number("low", -1e9, 1e9) ?? 0, interval.Number("high", -1e9, 1e9) ?? 0)
                : null);

    private static DeployedPrompt? Prompt(FieldReader? prompt) =>
        prompt is null ? null : new DeployedPrompt(prompt.Text("prompt_id", "the prompt's id")!, prompt.Text("version", "its version")!);
}
