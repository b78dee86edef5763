using Evergreen.Rehearsal.Customers;
using Evergreen.Rehearsal.Dialogue;

namespace Evergreen.Rehearsal.Support;

/// <summary>
/// What the agent has before it: policy, evidence, tools and the conversation. Its "need" methods give the plan that fetches what is
/// missing, or null when it is there.
/// </summary>
internal sealed class Desk
{
    private readonly Conversation _conversation;

    public Desk(Policy policy, Conversation conversation, ToolShelf tools)
    {
        Policy = policy;
        Tools = tools;
        _conversation = conversation;
        Evidence = new Evidence(conversation.Events);
        Email = conversation.Heard.SelectMany(said => said.Emails).Select(email => email.Value).LastOrDefault();
        ClaimsRank = conversation.Heard.Any(said => said.Has(Intent.AdminClaim));
    }

    public Policy Policy { get; }

    public ToolShelf Tools { get; }

    public Evidence Evidence { get; }

    /// <summary>The e-mail the customer gave last.</summary>
    public string? Email { get; }

    /// <summary>Whether somebody claimed a rank that would let them act for others. It changes nothing.</summary>
    public bool ClaimsRank { get; }

    public Conversation Conversation => _conversation;

    /// <summary>Whether the agent's last reply asked for something it still needs to know.</summary>
    public bool WaitsForAnswer => LastReply is { Asks: true };

    /// <summary>Whether the customer says no to what the agent's last reply offered to do.</summary>
    public bool Declines(Concern concern) =>
        concern is { Carried: true, Confirmed: false } && LastReply is { AsksToGoAhead: true } && _conversation.Latest!.SaysNo;

    public CustomerRow? Customer => Email is null ? null : Evidence.Customer(Email);

    /// <summary>Products that prompt, tools and results have named.</summary>
    public ProductNames ProductNames => field ??= KnownProducts();

    /// <summary>A call, or the words for it when there is no such tool.</summary>
    public Plan Call(string tool, params ReadOnlySpan<(string, object?)> arguments) =>
        Planned(tool, arguments) is { } call ? Plan.Call(call) : Plan.Say("no_tool");

    public PlannedCall? Planned(string tool, params ReadOnlySpan<(string, object?)> arguments) =>
        Tools.Fill(tool, arguments) is { } filled ? new PlannedCall(tool, filled) : null;

    /// <summary>The customer of the e-mail that was given.</summary>
    public Plan? NeedCustomer(Concern concern, out CustomerRow customer)
    {
        customer = null!;
        if (Email is null)
        {
            return Plan.Say(ClaimsRank ? "ask.email_despite_rank" : LastReply is { AsksForEmail: true } ? "ask.email_again"
                : concern.Intent is >= Intent.EmailChange and <= Intent.OrderHistory ? "ask.email_of_account" : "ask.email");
        }

        var lookup = Evidence.Last(ToolNames.LookupCustomerByEmail, "email", Email);
        if (lookup is null)
        {
            return Call(ToolNames.LookupCustomerByEmail, ("email", Email));
        }

        if (Trouble(concern, lookup) is { } trouble)
        {
            return trouble;
        }

        if (Customer is not { } known)
        {
            // Another address would be another matter; the same one again is where looking ends.
            return concern.Carried && lookup.Turn < _conversation.LatestTurn
                ? Escalate(concern, "account_not_found", "customer.handed_over", ("email", Email))
                : Plan.Say("customer.not_found", ("email", Email));
        }

        customer = known;
        return null;
    }

    /// <summary>Where an order is, by the carrier. Null news when the carrier has none.</summary>
    public Plan? NeedShipping(Concern concern, OrderRow order, out ShippingNews? news)
    {
        var check = Evidence.Last(ToolNames.CheckShippingStatus, "order_id", order.Id);
        news = check is { Succeeded: true, Result: { } result } ? result.Shipping : null;
        return check is null
            ? Tools.Has(ToolNames.CheckShippingStatus) ? Call(ToolNames.CheckShippingStatus, ("order_id", order.Id)) : null
            : Trouble(concern, check);
    }

    /// <summary>
    /// What to do about a call that failed for now: once more if the policy says so, else a human. Null when it did not fail so.
    /// </summary>
    public Plan? Trouble(Concern concern, ToolEvent call)
    {
        if (call.Result is not { FailedForNow: true })
        {
            return null;
        }

        if (call.Turn < _conversation.LatestTurn || (Policy.Says(PolicyLine.RetriesServerErrors) && Failures(call) == 1))
        {
            return Tools.Has(call.Name)
                ? Plan.Call(new PlannedCall(call.Name, new Dictionary<string, object?>(call.Arguments ?? new Dictionary<string, object?>())))
                : Plan.Say("no_tool");
        }

        return call.Name == ToolNames.EscalateToHuman
            ? Plan.Say("ticket.failed")
            : Escalate(concern, "failure", "trouble.handed_over", ("tool", Phrasebook.Agent.Name(call.Name)));
    }

    /// <summary>Opens a ticket, once for each matter, then says so. A wish for a person is met by any ticket there is.</summary>
    public Plan Escalate(Concern concern, string reason, string phrase, params IReadOnlyList<(string, string?)> slots)
    {
        // The order may have been found in the account: then the slots name it, not the concern.
        var orderId = concern.OrderId ?? slots.FirstOrDefault(slot => slot.Item1 == "order").Item2;
        (string, string?)[] facts = [("intent", Phrasebook.Agent.Name(concern.Intent.ToString())), ("order", orderId)];
        var subject = Phrasebook.Agent.First("ticket.subject", facts);
        var ticket = Evidence.Last(ToolNames.EscalateToHuman, "subject", subject)
            ?? (concern.Intent == Intent.HumanRequest ? Evidence.Last(ToolNames.EscalateToHuman) : null);
        if (ticket is { Succeeded: true, Result: { } result })
        {
            return Plan.Say(phrase, [.. slots, ("ticket", result.Body.Text("ticket_id", "id")), ("order", orderId)]);
        }

        if (ticket is { Result.FailedForNow: true } && Trouble(concern, ticket) is { } trouble)
        {
            return trouble;
        }

        if (ticket is { Result.Refused: true } || !Tools.Has(ToolNames.EscalateToHuman))
        {
            return Plan.Say("ticket.failed");
        }

        var order = orderId is { } id && Evidence.Order(id) is { } row && (Customer is null || row.CustomerId == Customer.Id) ? row.Id : null;
        return Call(ToolNames.EscalateToHuman,
            ("subject", subject),
            ("description", Phrasebook.Agent.First($"ticket.{reason}", [.. facts, ("said", Shorten(concern.Story))])),
            ("customer_id", Customer?.Id),
            ("order_id", order),
            ("priority", concern.Said.Has(Intent.Complaint) || concern.Said.SpeaksOf(Language.Concept.Panic) ? "high" : "normal"));
    }

    private AgentReply? LastReply => field ??= _conversation.Spoken is [.., var last] ? AgentReply.Of(last) : null;

    private int Failures(ToolEvent call) =>
        _conversation.Events.Count(e => e.Turn == _conversation.LatestTurn && e.Result is { FailedForNow: true } && e.IsSameCallAs(call));

    private static string Shorten(string text) => text.Length <= 500 ? text : text[..500];

    private ProductNames KnownProducts()
    {
        var names = new ProductNames();
        foreach (var product in Evidence.Products)
        {
            names.Add(product.Sku, product.Name);
        }

        foreach (var item in Evidence.Orders.SelectMany(order => order.Items))
        {
            if (item.Sku is { } sku)
            {
                names.Add(sku, item.Name);
            }
        }

        foreach (var (sku, name) in Policy.Products.Concat(Tools.Descriptions.SelectMany(ProductNames.PairsIn)))
        {
            names.Add(sku, name);
        }

        return names;
    }
}
