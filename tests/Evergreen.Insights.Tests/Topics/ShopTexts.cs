using Evergreen.Insights.Topics;

namespace Evergreen.Insights.Tests.Topics;

/// <summary>Small sets of customers' texts whose groups nobody would dispute.</summary>
internal static class ShopTexts
{
    private static readonly string[] Late =
    [
        "Where is my parcel, the tracking has not moved", "My parcel is late and tracking shows nothing new",
        "The tracking number of my parcel does not update", "Parcel still not here, tracking stuck for a week",
        "Could you check the tracking of my late parcel", "Tracking says my parcel is in transit since Monday",
        "My express parcel is late, what does the tracking say", "No parcel and no tracking update for days",
        "Late parcel: tracking silent", "When will the parcel arrive, tracking is no use",
        "The parcel should be here by now according to tracking", "Is my parcel lost? Tracking stopped",
    ];

    private static readonly string[] Sizing =
    [
        "The hoodie is too small, can I exchange it for a larger size", "Wrong size of hoodie, exchange for medium",
        "I ordered the hoodie in a size that does not fit, exchange it", "Hoodie size runs small, I want an exchange",
        "Can I swap the hoodie size, exchange to large", "Exchange hoodie for another size",
        "The hoodie does not fit, which size for the exchange", "Size of the hoodie is off, exchange possible?",
        "Exchange a hoodie because the size is wrong", "Need a bigger size hoodie, how does an exchange work",
        "My hoodie came in the wrong size, exchange it", "Hoodie size S is tiny, exchange for M",
    ];

    private static readonly string[] Promo =
    [
        "The promo code was not applied to my discount", "My discount code failed, the promo was ignored at checkout",
        "Promo code gave no discount on the bill", "I entered the promo code but the discount is missing",
        "Missing discount: promo code not applied", "Why did the promo code not give me the discount",
        "Checkout refused my promo code, I lost the discount", "Discount of the promo code is not on my receipt",
        "Promo discount missing although the code was valid", "The code for the promo discount did nothing",
        "Apply the promo code discount to my order", "Your promo code does not work, no discount",
    ];

    public static IReadOnlyList<TopicText> ThreeTopics { get; } =
        [.. With("late", Late), .. With("sizing", Sizing), .. With("promo", Promo)];

    public static IReadOnlyList<TopicText> TwoTopics { get; } = [.. With("late", Late), .. With("sizing", Sizing)];

    public static IReadOnlyList<TopicText> With(string group, IEnumerable<string> texts) =>
        [.. texts.Select((text, i) => new TopicText($"{group}-{i:D2}", text))];

    /// <summary>The group a text was written for: its id without the number.</summary>
    public static string GroupOf(string id) => id[..id.LastIndexOf('-')];

    public static TopicText[] Shuffled(IReadOnlyList<TopicText> texts, int seed)
    {
        var shuffled = texts.ToArray();
        new Random(seed).Shuffle(shuffled);
        return shuffled;
    }
}
