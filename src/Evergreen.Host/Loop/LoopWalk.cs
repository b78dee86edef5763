using System.Buffers;
using System.Globalization;

namespace Evergreen.Host.Loop;

/// <summary>The walk of <c>loop</c>: which commands it types, in which order, and where each leaves what it makes.</summary>
/// <param name="Folder">Holds all of it.</param>
/// <param name="Base">The release that is live.</param>
/// <param name="Candidate">The one that is to be better.</param>
/// <param name="Conditions">Which of the base's conversations become the dataset.</param>
/// <param name="Repeat">How often each scenario is played.</param>
/// <param name="Trials">How often each row of the dataset is played.</param>
/// <param name="Shared">Options of the commands that play conversations, as they are typed.</param>
/// <param name="Models">Options of all commands that ask a model, as they are typed.</param>
internal sealed record LoopWalk(
    string Folder,
    string Base,
    string Candidate,
    IReadOnlyList<string> Conditions,
    int Repeat,
    int Trials,
    IReadOnlyList<string> Shared,
    IReadOnlyList<string> Models)
{
    public string BaseExperiment => At("experiments", "base");

    public string CandidateExperiment => At("experiments", "candidate");

    public string Report => At("report.html");

    /// <summary>The base's conversations.</summary>
    public string Before => At("runs", "before");

    private string After => At("runs", "after");

    private string Failing => At("datasets", "failing.jsonl");

    private string Deployments => At("deployments.jsonl");

    /// <summary>What the base does.</summary>
    public IEnumerable<LoopStep> Observe() =>
    [
        Play($"What release {Base} does", ["--release", Base], Before),
        new("What its conversations are about", ["topics", Before]),
        new("What its traces show", ["checks", Before]),
    ];

    /// <summary>When some of it fails: from a dataset of that to the comparison.</summary>
    public IEnumerable<LoopStep> Evaluate() =>
    [
        new("What fails becomes a dataset", ["dataset", "create", Failing, "--from", Before, .. Conditions.SelectMany(c => new[] { "--where", c })]),
        Eval(Base, BaseExperiment),
        Eval(Candidate, CandidateExperiment),
        new("What the change is worth", ["compare", BaseExperiment, CandidateExperiment]),
    ];

    /// <summary>When the comparison speaks for the candidate: it goes live, and is watched.</summary>
    public IEnumerable<LoopStep> Deploy() =>
    [
        new($"Release {Candidate} goes live", ["deploy", Candidate, "--eval", CandidateExperiment, "--deployments", Deployments]),
        Play("What is live now does", ["--deployments", Deployments], After),
        new("How the topics moved", ["topics", "diff", Before, After]),
        new("What its traces show", ["checks", After]),
        new("Everything on one page", ["report", Before, After, BaseExperiment, CandidateExperiment, "--out", Report]),
    ];

    /// <summary>When it does not: everything stays as it is.</summary>
    public IEnumerable<LoopStep> Keep() =>
        [new("Everything on one page", ["report", Before, BaseExperiment, CandidateExperiment, "--out", Report])];

    private LoopStep Play(string title, string[] release, string run) =>
        new(title, ["generate", .. release, "--repeat", Number(Repeat), .. Shared, .. Models, "--out", run]);

    private LoopStep Eval(string release, string experiment) =>
        new($"Release {release} on it", ["eval", Failing, "--release", release, "--trials", Number(Trials), .. Shared, .. Models, "--name", experiment]);

    private string At(params ReadOnlySpan<string> parts) => Path.Combine([Folder, .. parts]);

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}

/// <summary>One command of the walk.</summary>
/// <param name="Title">What it is for, in a few words.</param>
/// <param name="Arguments">What is typed after <c>evergreen</c>.</param>
internal sealed record LoopStep(string Title, IReadOnlyList<string> Arguments)
{
    private static readonly SearchValues<char> Quoted = SearchValues.Create(" <>=~!&|'");

    /// <summary>As a user would type it.</summary>
    public string Line => "evergreen " + string.Join(' ', Arguments.Select(argument =>
        argument.AsSpan().ContainsAny(Quoted) ? $"\"{argument}\"" : argument));
}
