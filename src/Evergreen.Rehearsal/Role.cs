using Evergreen.Rehearsal.Customers;
using Evergreen.Rehearsal.Reviews;

namespace Evergreen.Rehearsal;

/// <summary>What a system prompt asks the model to be. Whoever is asked for nothing else is a support agent.</summary>
internal enum Role
{
    SupportAgent,
    Customer,
    Reviewer,
}

/// <summary>Tells the role from the prompt.</summary>
internal static class Roles
{
    private static readonly ReadCache<Role> Known = new(prompt =>
        Reviewer.IsAskedFor(prompt) ? Role.Reviewer : CustomerBrief.IsAskedFor(prompt) ? Role.Customer : Role.SupportAgent);

    public static Role Of(string prompt) => Known.Of(prompt);
}
