namespace Evergreen.Rehearsal.Dialogue;

/// <summary>What a customer can be after; <c>intents.txt</c> says by which words each is recognised.</summary>
internal enum Intent
{
    // Where is it?
    Track,
    Late,
    NotReceived,

    // What is wrong with it, and what should become of it?
    MissingItem,
    WrongItem,
    Damaged,
    Return,
    Refund,
    Exchange,
    Replacement,
    Cancel,
    CancelledOrder,
    PriceMatch,

    // Money
    DuplicateCharge,
    MissingPromo,
    ShippingCharge,
    RefundStatus,
    PaymentStatus,
    PaymentPending,

    // Account
    EmailChange,
    AddressChange,
    AccountAccess,
    Points,
    Tier,
    Birthday,
    OrderHistory,

    // Knowledge
    ProductQuestion,
    ShippingPolicy,
    ReturnPolicy,
    RefundPolicy,
    ShopQuestion,

    // The conversation itself
    HumanRequest,
    AdminClaim,
    OffTopic,
    Complaint,
    Thanks,
    Greeting,
    Goodbye,
    Confirm,
    Decline,
    AskWhen,
    AskHow,
    AskSure,
    LacksNumber,
}
