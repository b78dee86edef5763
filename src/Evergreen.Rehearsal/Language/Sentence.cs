namespace Evergreen.Rehearsal.Language;

/// <summary>What one sentence speaks of.</summary>
/// <param name="Affirmed">Concepts that stand without a negation at least once.</param>
/// <param name="Negated">Concepts that stand under a negation at least once, e.g. "never <i>arrived</i>".</param>
/// <param name="Start">Where it starts in its text.</param>
/// <param name="Length">How long it is.</param>
/// <param name="Words">How many words it has.</param>
/// <param name="IsQuestion">Whether it ends with a question mark.</param>
internal readonly record struct Sentence(
    ConceptSet Affirmed, ConceptSet Negated, int Start, int Length, int Words, bool IsQuestion)
{
    public ConceptSet Mentioned => Affirmed | Negated;

    public bool Holds(int position) => position >= Start && position < Start + Length;
}
