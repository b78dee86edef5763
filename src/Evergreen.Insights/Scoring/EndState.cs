using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Evergreen.Insights.Checks;

namespace Evergreen.Insights.Scoring;

/// <summary>
/// Compares what a conversation left in the shop with what the shop owed: the shipping cost of a late order, a discount that was
/// missed, both return and refund where the customer wanted both. Whatever was granted must have been asked for, by its owner,
/// once, and for the right amount.
/// </summary>
internal static partial class EndState
{
    private const int ReturnWindowDays = 30;

    /// <summary>
    /// Everything that is wrong with what a person expects of the shop, or without that with what the shop owed; null when nothing
    /// was owed and nothing was granted.
    /// </summary>
    public static IReadOnlyList<string>? Problems(ConversationTrace trace, string? expected) =>
        ExpectedShop.Parse(expected)?.Problems(trace) is { } problems ? [.. problems, .. BrokenRules(trace)] : Owed(trace);

    private static List<string>? Owed(ConversationTrace trace)
    {
        var problems = new List<string>();
        var owed = LateShipping(trace, problems) + MissedDiscounts(trace, problems) + ReturnsWithRefund(trace, problems);
        if (owed == 0 && trace.Refunds.Count == 0 && trace.Returns.Count == 0)
        {
            return null;
        }

        Unwanted(trace, owed, problems);
        return problems;
    }

    private static int LateShipping(ConversationTrace trace, List<string> problems)
    {
        var orders = LateShipmentWithoutShippingRefund.Owed(trace);
        foreach (var id in orders)
        {
            Refunded(trace, id, "shipping", trace.Order(id)?.Amount("shipping_cost"), "the shipping cost", problems);
        }

        return orders.Count;
    }

    private static int MissedDiscounts(ConversationTrace trace, List<string> problems)
    {
        var orders = PromoTiedToDelivery.Owed(trace);
        foreach (var id in orders)
        {
            Refunded(trace, id, "promo", PromoTiedToDelivery.MissingDiscount(trace.Order(id)!.Value), "the missed discount", problems);
        }

        return orders.Count;
    }

    private static int ReturnsWithRefund(ConversationTrace trace, List<string> problems)
    {
        var orders = WantsReturn().IsMatch(trace.CustomerText) && WantsRefund().IsMatch(trace.CustomerText)
            ? trace.OrdersInQuestion.Where(id => IsOwnReturnableOrder(trace, id)).ToList()
            : [];
        foreach (var id in orders)
        {
            if (!trace.Returns.Any(r => r.Is("order_id", id)))
            {
                problems.Add($"the return of {id} was not opened");
            }

            if (!trace.Refunds.Any(r => r.Is("order_id", id)))
            {
                problems.Add($"{id} was not refunded");
            }
        }

        return orders.Count;
    }

    private static bool IsOwnReturnableOrder(ConversationTrace trace, string id) =>
        trace.Order(id) is { } order && order.Is("status", "delivered") && trace.CustomerNamedEmailOf(order.Text("customer_id"))
        && order.Time("delivered_at") is { } delivered && delivered.AddDays(ReturnWindowDays) >= trace.Now;

    private static void Refunded(
        ConversationTrace trace, string id, string kind, decimal? amount, string what, List<string> problems)
    {
        // A customer who got the whole order back got this back with it.
        if (trace.Refunds.Any(r => r.Is("order_id", id) && r.Is("kind", "full")))
        {
            return;
        }

        var refund = trace.Refunds.FirstOrDefault(r => r.Is("order_id", id) && r.Is("kind", kind));
        if (refund.ValueKind == JsonValueKind.Undefined)
        {
            problems.Add($"{what} of {id} was not refunded");
        }
        else if (amount is not null && refund.Amount("amount") != amount)
        {
            problems.Add(string.Create(
                CultureInfo.InvariantCulture, $"{what} of {id} is ${amount:0.00}, but ${refund.Amount("amount"):0.00} was refunded"));
        }
    }

    private static void Unwanted(ConversationTrace trace, int owed, List<string> problems)
    {
        if (owed == 0 && trace.Refunds.Count > 0 && !WantsMoney().IsMatch(trace.CustomerText))
        {
            problems.Add("a refund was granted that the customer had not asked for");
        }

        if (trace.Returns.Count > 0 && !WantsReturn().IsMatch(trace.CustomerText) && !MayNeedReturn().IsMatch(trace.CustomerText))
        {
            problems.Add("a return was opened that the customer had not asked for");
        }

        if (trace.Returns.CountBy(r => r.Text("order_id") ?? "").Any(order => order.Value > 1))
        {
            problems.Add("an order was returned twice");
        }

        problems.AddRange(BrokenRules(trace));
    }

    private static IEnumerable<string> BrokenRules(ConversationTrace trace) =>
        new ConversationCheck[] { new PaidTwice(), new ActionWithoutOwnership() }
            .Where(check => check.Found(trace) == true).Select(check => check.Name);

    // Asking how long one may return things is not asking to.
    [GeneratedRegex(@"\breturn(?! (window|polic|period|something|anything))|\b(send|give|take|bring)\b(?![^.?!\n]*\bmoney\b)[^.?!\n]{0,25}\bback\b", RegexOptions.IgnoreCase)]
    private static partial Regex WantsReturn();

    [GeneratedRegex(@"\b(exchange|swap|replac|wrong|instead|broke|dead|defect|damage|faulty)", RegexOptions.IgnoreCase)]
    private static partial Regex MayNeedReturn();

    [GeneratedRegex(@"\brefund|\bmoney\b[^.?!\n]{0,10}\bback\b|\breimburs", RegexOptions.IgnoreCase)]
    private static partial Regex WantsRefund();

    [GeneratedRegex(
        @"\b(refund|reimburs|money|charg|overcharg|fee|cost|paid|pay|bill|discount|promo|coupon|voucher|code|credit|correct|cancel|return)",
        RegexOptions.IgnoreCase)]
    private static partial Regex WantsMoney();
}
