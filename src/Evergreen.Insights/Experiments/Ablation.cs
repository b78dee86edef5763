namespace Evergreen.Insights.Experiments;

/// <summary>ablation.json: what each change of a release is worth.</summary>
public sealed record Ablation
{
    /// <summary>The file of an <see cref="Ablation"/>.</summary>
    public const string File = "ablation.json";

    /// <summary>The release whose changes are looked at.</summary>
    public required string Release { get; init; }

    /// <summary>The release they are changes to.</summary>
    public required string Base { get; init; }

    /// <summary>The dataset's name.</summary>
    public required string Dataset { get; init; }

    /// <summary>The dataset's version.</summary>
    public required string DatasetVersion { get; init; }

    /// <summary>How often each row was played.</summary>
    public required int Trials { get; init; }

    /// <summary>The agent's model.</summary>
    public required string Model { get; init; }

    /// <summary>Every variant, in the order of <see cref="AblationVariant.Of"/>.</summary>
    public required IReadOnlyList<AblationResult> Variants { get; init; }

    /// <summary>For each failure pattern, which changes mend it.</summary>
    public IReadOnlyList<PatternMend> Patterns => [.. Variants[0].Patterns.Keys.Select(Mend)];

    private PatternMend Mend(string pattern)
    {
        var whole = Variants.Single(v => v.Kind == AblationKind.Whole).Patterns[pattern];
        var @base = Variants.Single(v => v.Kind == AblationKind.Base).Patterns[pattern];
        return new PatternMend(
            pattern,
            @base,
            whole,
            Changes(AblationKind.Without, variant => variant.IsAbove(whole)),
            Changes(AblationKind.Only, variant => @base.IsAbove(variant)));

        IReadOnlyList<string> Changes(AblationKind kind, Func<PatternShare, bool> matters) =>
            [.. Variants.Where(v => v.Kind == kind && matters(v.Patterns[pattern])).Select(v => v.Change!)];
    }
}

/// <summary>What mends a failure pattern.</summary>
/// <param name="Pattern">Its check's name.</param>
/// <param name="Base">How often it occurs in the base.</param>
/// <param name="Whole">How often in the release.</param>
/// <param name="Needed">Changes without which it comes back.</param>
/// <param name="Sufficient">Changes that mend it alone.</param>
public sealed record PatternMend(
    string Pattern, PatternShare Base, PatternShare Whole, IReadOnlyList<string> Needed, IReadOnlyList<string> Sufficient)
{
    /// <summary>The same in a sentence.</summary>
    public string Conclusion => this switch
    {
        { Base.Count: 0 } => "does not occur in the base on these rows",
        { Needed: [], Sufficient: [] } => $"no single change can be named on so few conversations ({Base.Applicable} in which it could occur)",
        { Needed: [], Sufficient: [var only] } => $"mended by {only} alone; what else the release has would do without it",
        { Needed: [] } => $"mended by {Listed(Sufficient, "or")}, each alone; so none of them is missed while another is there",
        { Needed: [var only] } => $"mended by {only}: without it, it comes back{Besides}",
        _ => $"mended by {Listed(Needed, "and")} together: without any one of them it comes back{Besides}",
    };

    private string Besides => Sufficient.Except(Needed).ToList() is { Count: > 0 } others ? $"; {Listed(others, "or")} alone makes it rarer too" : "";

    private static string Listed(IReadOnlyList<string> names, string word) =>
        names.Count == 1 ? names[0] : $"{string.Join(", ", names.SkipLast(1))} {word} {names[^1]}";
}
