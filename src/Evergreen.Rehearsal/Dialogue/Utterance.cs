using Evergreen.Rehearsal.Language;

namespace Evergreen.Rehearsal.Dialogue;

/// <summary>A customer's message, understood on its own.</summary>
internal sealed class Utterance
{
    private static readonly RuleSet<Intent> Rules = RuleSet<Intent>.Load(DataFile.Lines("intents.txt"));
    private static readonly ReadCache<Utterance> Known = new(text => new Utterance(text), capacity: 4096);
    private static readonly int IntentCount = Enum.GetValues<Intent>().Length;

    /// <summary>What no single sentence says is said only faintly by the message as a whole.</summary>
    private const double AcrossSentences = 0.75;

    /// <summary>The score from which on an intent counts.</summary>
    public const double Recognised = 2;

    private readonly double[] _scores;
    private readonly double[] _whole = new double[IntentCount];

    public Utterance(string text)
    {
        Text = text;
        OrderIds = Mentions.OrderIds(text);
        Emails = Mentions.Emails(text);
        Skus = Mentions.Skus(text);
        Sentences = SentenceReader.Read(text);
        _scores = new double[IntentCount * Sentences.Count];
        ConceptSet affirmed = default, negated = default;
        for (var i = 0; i < Sentences.Count; i++)
        {
            var sentence = Sentences[i];
            Words += sentence.Words;
            affirmed |= sentence.Affirmed;
            negated |= sentence.Negated;
            IsQuestion |= sentence.IsQuestion;
            Rules.Score(sentence, 1, _scores.AsSpan(i * IntentCount, IntentCount));
        }

        Whole = new Sentence(affirmed, negated, 0, text.Length, Words, IsQuestion);
        Rules.Score(Whole, Sentences.Count > 1 ? AcrossSentences : 1, _whole);
        for (var i = 0; i < _scores.Length; i++)
        {
            _whole[i % IntentCount] = Math.Max(_whole[i % IntentCount], _scores[i]);
        }
    }

    /// <summary>The message with this text.</summary>
    public static Utterance Of(string text) => Known.Of(text);

    public string Text { get; }

    public IReadOnlyList<Sentence> Sentences { get; }

    /// <summary>The message read as one sentence.</summary>
    public Sentence Whole { get; }

    public IReadOnlyList<Mention> OrderIds { get; }

    public IReadOnlyList<Mention> Emails { get; }

    public IReadOnlyList<Mention> Skus { get; }

    public int Words { get; }

    public bool IsQuestion { get; }

    /// <summary>How strongly the message speaks of an intent; 0 when it does not.</summary>
    public double Score(Intent intent) => _whole[(int)intent];

    /// <summary>How strongly one of its sentences does.</summary>
    public double Score(Intent intent, int sentence) => _scores[(sentence * IntentCount) + (int)intent];

    public bool Has(Intent intent) => Score(intent) >= Recognised;

    /// <summary>Whether it declines, be it with a bare "no", which elsewhere only negates what follows.</summary>
    public bool SaysNo => Has(Intent.Decline) || (Text.AsSpan().Trim() is ['N' or 'n', 'o', .. var rest] && (rest.IsEmpty || !char.IsLetterOrDigit(rest[0])));

    public bool SpeaksOf(Concept concept) => Whole.Affirmed.Has(concept) || Whole.Negated.Has(concept);

    public bool Affirms(Concept concept) => Whole.Affirmed.Has(concept);

    public bool Negates(Concept concept) => Whole.Negated.Has(concept);
}
