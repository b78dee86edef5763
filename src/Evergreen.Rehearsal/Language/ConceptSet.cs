namespace Evergreen.Rehearsal.Language;

/// <summary>Which concepts a piece of text speaks of; one bit each.</summary>
internal readonly record struct ConceptSet(UInt128 Bits)
{
    public static ConceptSet Of(Concept concept) => new(UInt128.One << (int)concept);

    public static ConceptSet operator |(ConceptSet left, ConceptSet right) => new(left.Bits | right.Bits);

    public ConceptSet Without(ConceptSet other) => new(Bits & ~other.Bits);

    public bool Has(Concept concept) => (Bits & (UInt128.One << (int)concept)) != 0;

    public bool HasAny(ConceptSet other) => (Bits & other.Bits) != 0;
}
