using Evergreen.Tools.Services;

namespace Evergreen.Tools.Shop;

/// <summary>What a shop is opened with.</summary>
public sealed record ShopOptions
{
    /// <summary>
    /// Order statuses in which money is paid back: the release's rule. Default <c>delivered</c>, <c>return_in_progress</c> and
    /// <c>shipped</c>. A promo correction mends a bill, and is granted whatever the status.
    /// </summary>
    public IReadOnlyList<string> RefundableStatuses { get; init; } =
        [OrderStatus.Delivered, OrderStatus.ReturnInProgress, OrderStatus.Shipped];

    /// <summary>How the four outside services fail. Default: they do not.</summary>
    public FaultPlan FaultPlan { get; init; } = FaultPlan.None;

    /// <summary>The run's seed; faults and latencies are drawn from it. Default 0.</summary>
    public long Seed { get; init; }

    /// <summary>
    /// What time it is in the shop, for as long as it is open. Every date of the seed data is relative to it, and so are the return
    /// window and a card's expiry. Kept to the second.
    /// </summary>
    public required DateTimeOffset WorldClock { get; init; }

    /// <exception cref="ArgumentException">A refundable status is unknown, or there is none.</exception>
    internal void Validate()
    {
        foreach (var status in RefundableStatuses)
        {
            if (!OrderStatus.All.Contains(status))
            {
                throw new ArgumentException(
                    $"refundable status \"{status}\" is unknown; use some of {string.Join(", ", OrderStatus.All)}");
            }
        }

        if (RefundableStatuses.Count == 0)
        {
            throw new ArgumentException($"no refundable status; name some of {string.Join(", ", OrderStatus.All)}");
        }
    }
}
