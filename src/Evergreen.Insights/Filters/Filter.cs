using System.Text.RegularExpressions;

namespace Evergreen.Insights.Filters;

/// <summary>
/// The language of <c>--where</c>: <c>NAME OPERATOR VALUE</c>, e.g. <c>sentiment=negative</c>, <c>task~returns</c>,
/// <c>retries&gt;=2</c>. The operators are = != ~ (contains) !~ and, for numbers, &gt; &gt;= &lt; &lt;=. All that are given must
/// hold. The names are those of <see cref="FilterNames.All"/>.
/// </summary>
public sealed partial class Filter
{
    private readonly IReadOnlyList<(string Name, Func<FilterSubject, bool> Holds)> _conditions;

    private Filter(IReadOnlyList<string> expressions, IReadOnlyList<(string Name, Func<FilterSubject, bool> Holds)> conditions) =>
        (Expressions, _conditions) = (expressions, conditions);

    /// <summary>The conditions as they were written.</summary>
    public IReadOnlyList<string> Expressions { get; }

    /// <summary>The names the conditions use, as <see cref="FilterNames.All"/> writes them.</summary>
    internal IEnumerable<string> Names => _conditions.Select(c => c.Name);

    /// <summary>Reads conditions.</summary>
    /// <param name="expressions">One condition each; none lets everything through.</param>
    /// <param name="names">The names that may be used.</param>
    /// <exception cref="ArgumentException">A condition is malformed; the message quotes it and says what could stand there.</exception>
    public static Filter Parse(IReadOnlyList<string> expressions, FilterNames names) =>
        new(expressions, expressions.Select(e => ParseOne(e, names)).ToList());

    /// <summary>The names in conditions that <paramref name="names"/> does not have; what is malformed has none.</summary>
    internal static IEnumerable<string> UnknownNames(IEnumerable<string> expressions, FilterNames names) =>
        expressions.Select(e => Condition().Match(e)).Where(m => m.Success).Select(m => m.Groups[1].Value).Where(name => names.Find(name) is null);

    /// <summary>Whether all conditions hold.</summary>
    public bool Matches(FilterSubject subject) => _conditions.All(c => c.Holds(subject));

    private static (string, Func<FilterSubject, bool>) ParseOne(string expression, FilterNames names)
    {
        var parts = Condition().Match(expression);
        if (!parts.Success)
        {
            throw new ArgumentException(
                $"--where \"{expression}\": write NAME OPERATOR VALUE, e.g. category=returns; the operators are = != ~ !~ > >= < <=");
        }

        var (name, @operator, value) = (parts.Groups[1].Value, parts.Groups[2].Value, parts.Groups[3].Value);
        var field = names.Find(name) ?? throw new ArgumentException(
            $"--where \"{expression}\": there is no \"{name}\"; the names are {string.Join(", ", names.All)}{names.Hint}");
        if (!field.Operators.Contains(@operator))
        {
            throw new ArgumentException(
                $"--where \"{expression}\": {field.Name} cannot be compared by {@operator}; use {string.Join(' ', field.Operators)}");
        }

        try
        {
            return (field.Name, field.Compile(@operator, value));
        }
        catch (FormatException e)
        {
            throw new ArgumentException($"--where \"{expression}\": {e.Message}", e);
        }
    }

    [GeneratedRegex(@"^\s*([\p{L}_][\p{L}\p{N}_.-]*?)\s*(!=|!~|>=|<=|=|~|>|<)\s*(.+?)\s*$")]
    private static partial Regex Condition();
}
