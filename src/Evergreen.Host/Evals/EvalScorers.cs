using Evergreen.Host.Configuration;
using Evergreen.Insights.Scoring;
using Microsoft.Extensions.AI;

namespace Evergreen.Host.Evals;

/// <summary>The scorers of an evaluation.</summary>
/// <param name="All">Judges first, in the order of their names, then those that need no judge.</param>
internal sealed record EvalScorers(IReadOnlyList<IScorer> All)
{
    private static readonly IScorer Cost = Scorers.Amount(
        "cost", conversation => (double?)conversation.Usage.CostUsd, "the price of the agent's model is not known");

    /// <summary>Those that were asked for by name or by the file of a judge's prompt; all there are when none was.</summary>
    /// <param name="asked">Names and prompt files.</param>
    /// <param name="model">Gives the judges' model.</param>
    /// <exception cref="ArgumentException">There is no such scorer, or two of one name.</exception>
    public static EvalScorers Choose(IReadOnlyList<string> asked, Func<IChatClient> model)
    {
        var prompts = ContentFiles.Find(Path.Combine("prompts", "judges"));
        var judges = Directory.EnumerateFiles(prompts, "*.md").ToDictionary(path => Path.GetFileNameWithoutExtension(path));
        string[] names = [.. judges.Keys.Order(StringComparer.Ordinal), .. WithoutJudge.Select(scorer => scorer.Name)];
        var chosen = (asked.Count == 0 ? names : asked).Select(Find).ToList();
        return chosen.GroupBy(scorer => scorer.Name).FirstOrDefault(same => same.Count() > 1) is { } twice
            ? throw new ArgumentException($"--scorer {twice.Key} is there twice; name each scorer once")
            : new EvalScorers(chosen);

        IScorer Find(string name) =>
            judges.TryGetValue(name, out var prompt) ? Judge.Load(prompt, model())
            : name.EndsWith(".md", StringComparison.OrdinalIgnoreCase) ? Judge.Load(name, model())
            : WithoutJudge.FirstOrDefault(scorer => scorer.Name == name) ?? throw new ArgumentException(
                $"--scorer {name}: there is no such scorer; the names are {string.Join(", ", names)}, or give a judge's prompt file (.md)");
    }

    /// <summary>Every judge there is, and nothing else.</summary>
    public static EvalScorers Judges(IChatClient model) => new(Judge.LoadAll(ContentFiles.Find(Path.Combine("prompts", "judges")), model));

    private static IEnumerable<IScorer> WithoutJudge => Scorers.WithoutJudge.Append(Cost);
}
