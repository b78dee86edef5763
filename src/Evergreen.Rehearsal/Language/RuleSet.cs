using System.Collections.Immutable;
using System.Globalization;

namespace Evergreen.Rehearsal.Language;

/// <summary>
/// Rules of the form <c>Name weight: term term …</c>, all terms needed. A term is a concept, or several joined by <c>|</c>;
/// <c>+</c> wants it affirmed and nowhere negated, <c>-</c> wants it negated, <c>!</c> wants it not mentioned at all,
/// <c>!+</c> wants it not affirmed.
/// </summary>
internal sealed class RuleSet<TName> where TName : struct, Enum
{
    private readonly ImmutableArray<Rule> _rules;

    private RuleSet(ImmutableArray<Rule> rules) => _rules = rules;

    public static RuleSet<TName> Load(IEnumerable<string> lines) => new([.. lines.Select(Parse)]);

    /// <summary>Raises <paramref name="scores"/>, indexed by name, to the weight of the best rule that fits.</summary>
    public void Score(in Sentence sentence, double factor, Span<double> scores)
    {
        foreach (var rule in _rules)
        {
            if (Fits(rule, sentence))
            {
                ref var score = ref scores[rule.Name];
                score = Math.Max(score, rule.Weight * factor);
            }
        }
    }

    private static bool Fits(Rule rule, in Sentence sentence)
    {
        if (rule.Absent.HasAny(sentence.Mentioned) || rule.NotAffirmed.HasAny(sentence.Affirmed))
        {
            return false;
        }

        foreach (var term in rule.Terms)
        {
            if (!term.Affirmed.HasAny(sentence.Affirmed) && !term.Clearly.HasAny(sentence.Affirmed.Without(sentence.Negated))
                && !term.Negated.HasAny(sentence.Negated))
            {
                return false;
            }
        }

        return true;
    }

    private static Rule Parse(string line)
    {
        var colon = line.IndexOf(':', StringComparison.Ordinal);
        var head = line[..colon].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var terms = ImmutableArray.CreateBuilder<Term>();
        ConceptSet absent = default, notAffirmed = default;
        foreach (var group in line[(colon + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var term = default(Term);
            foreach (var word in group.Split('|'))
            {
                var concept = ConceptSet.Of(Enum.Parse<Concept>(word.AsSpan().TrimStart("+-!")));
                switch (word)
                {
                    case ['!', '+', ..]:
                        notAffirmed |= concept;
                        break;
                    case ['!', ..]:
                        absent |= concept;
                        break;
                    case ['+', ..]:
                        term = term with { Clearly = term.Clearly | concept };
                        break;
                    case ['-', ..]:
                        term = term with { Negated = term.Negated | concept };
                        break;
                    default:
                        term = term with { Affirmed = term.Affirmed | concept, Negated = term.Negated | concept };
                        break;
                }
            }

            if (term != default)
            {
                terms.Add(term);
            }
        }

        var name = Convert.ToInt32(Enum.Parse<TName>(head[0]), CultureInfo.InvariantCulture);
        return new Rule(name, double.Parse(head[1], CultureInfo.InvariantCulture), terms.ToImmutable(), absent, notAffirmed);
    }

    private readonly record struct Term(ConceptSet Affirmed, ConceptSet Clearly, ConceptSet Negated);

    private sealed record Rule(int Name, double Weight, ImmutableArray<Term> Terms, ConceptSet Absent, ConceptSet NotAffirmed);
}
