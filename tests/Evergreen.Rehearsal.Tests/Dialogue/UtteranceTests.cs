using Evergreen.Rehearsal.Dialogue;
using Evergreen.Rehearsal.Support;

namespace Evergreen.Rehearsal.Tests.Dialogue;

/// <summary>Wordings that no scenario uses.</summary>
public class UtteranceTests
{
    [Theory]
    [InlineData("any clue where my parcel is hanging around?", nameof(Intent.Track))]
    [InlineData("whats the status of my order", nameof(Intent.Track))]
    [InlineData("my pakage still hasnt shown up", nameof(Intent.Late))]
    [InlineData("It was supposed to arrive on Monday and the delivery is overdue", nameof(Intent.Late))]
    [InlineData("the app says it was delivered but there is nothing on my porch", nameof(Intent.NotReceived))]
    [InlineData("I think somebody stole my package", nameof(Intent.NotReceived))]
    [InlineData("there was only one of the two mugs in the box, the other item is missing", nameof(Intent.MissingItem))]
    [InlineData("you shipped me the wrong size", nameof(Intent.WrongItem))]
    [InlineData("the strap ripped on day one", nameof(Intent.Damaged))]
    [InlineData("it stopped working after an hour", nameof(Intent.Damaged))]
    [InlineData("how can I send this back?", nameof(Intent.Return))]
    [InlineData("id like to swap it for a medium", nameof(Intent.Exchange))]
    [InlineData("please call off my order", nameof(Intent.Cancel))]
    [InlineData("the same tent is cheaper elsewhere", nameof(Intent.PriceMatch))]
    [InlineData("my card was debited two times", nameof(Intent.DuplicateCharge))]
    [InlineData("your voucher didn't work at checkout", nameof(Intent.MissingPromo))]
    [InlineData("why was I charged for shipping when delivery is free over 50", nameof(Intent.ShippingCharge))]
    [InlineData("where is my refund", nameof(Intent.RefundStatus))]
    [InlineData("I need to update the email on my profile", nameof(Intent.EmailChange))]
    [InlineData("how many reward points have I collected", nameof(Intent.Points))]
    [InlineData("what membership level am I on", nameof(Intent.Tier))]
    [InlineData("does the speaker survive rain", nameof(Intent.ProductQuestion))]
    [InlineData("let me talk to a supervisor", nameof(Intent.HumanRequest))]
    [InlineData("what's the weather like in Reno", nameof(Intent.OffTopic))]
    public void The_wish_is_understood(string text, string intent) =>
        Assert.Contains(intent, ConcernReader.Read(new Utterance(text)).Select(concern => concern.Intent.ToString()));

    [Fact]
    public void Two_requests_in_one_message_are_two_concerns_with_their_own_orders()
    {
        var concerns = ConcernReader.Read(new Utterance("ORD-4006 is late, where is it? And the zipper of ORD-4008 broke."));

        Assert.Contains(concerns, concern => concern is { Intent: Intent.Late, OrderId: "ORD-4006" });
        Assert.Contains(concerns, concern => concern is { Intent: Intent.Damaged, OrderId: "ORD-4008" });
    }

    [Fact]
    public void A_wish_that_is_denied_is_none() =>
        Assert.Equal(Wishes.Exchange, Assert.Single(ConcernReader.Read(new Utterance("The colour is wrong. I don't want a refund, I want to exchange it."))).Wishes);
}
