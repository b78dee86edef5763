using System.Globalization;
using Evergreen.Rehearsal.Dialogue;

namespace Evergreen.Rehearsal.Support;

/// <summary>Points, tier, birthday, order history, and the changes only a human can make.</summary>
internal sealed class AccountPlaybook(Desk desk)
{
    public Plan Points(Concern concern) => desk.NeedCustomer(concern, out var customer) ?? Plan.Say(
        concern.Said.SpeaksOf(Language.Concept.Expire) && !concern.Said.Has(Intent.Tier) ? "account.points_expiry" : "account.points",
        ("name", customer.FirstName), ("points", customer.Points?.ToString("0", CultureInfo.InvariantCulture)));

    public Plan Tier(Concern concern) => desk.NeedCustomer(concern, out var customer) ?? Plan.Say(
        concern.Story.Contains("next", StringComparison.OrdinalIgnoreCase) ? "account.next_tier" : "account.tier",
        ("name", customer.FirstName),
        ("tier", customer.Tier),
        ("points", customer.Points?.ToString("0", CultureInfo.InvariantCulture)),
        ("expires", customer.TierExpires is { } day ? Say.Day(day) : null));

    public Plan Birthday(Concern concern) => desk.NeedCustomer(concern, out var customer) ?? Plan.Say("account.birthday",
        ("name", customer.FirstName), ("birthday", customer.Birthday));

    public Plan History(Concern concern)
    {
        if (desk.NeedCustomer(concern, out var customer) is { } missing)
        {
            return missing;
        }

        if (desk.Evidence.OrdersOf(customer.Id) is { } orders)
        {
            return orders.Count == 0
                ? Plan.Say("account.no_orders")
                : Plan.Say("account.orders", ("orders", string.Join("; ", orders.Select(order => $"{order.Id}: {order.ItemList}, {Phrasebook.Agent.Name(order.Status)}"))));
        }

        return desk.Evidence.Last(ToolNames.LookupCustomerOrders, "customer_id", customer.Id) is { } call
            ? desk.Trouble(concern, call) ?? Plan.Say("no_tool")
            : desk.Call(ToolNames.LookupCustomerOrders, ("customer_id", customer.Id));
    }

    /// <summary>No tool changes an account, so a human has to, once it is known whose account it is.</summary>
    public Plan Change(Concern concern) =>
        desk.NeedCustomer(concern, out _) ?? desk.Escalate(concern, "account_change", "account.change_handed_over",
            ("matter", Phrasebook.Agent.Name(concern.Intent.ToString())));
}
