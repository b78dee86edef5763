namespace Evergreen.Actors.Models.Accounting;

/// <summary>
/// Counts what a run's model calls used and cost, over all its models, and stops admission when a budget is spent. What is under
/// way then goes on, so a run ends somewhat above its budget.
/// </summary>
/// <param name="prices">What models cost.</param>
/// <param name="budget">What may be spent.</param>
/// <param name="stop">Told when it is.</param>
public sealed class ModelAccount(PriceTable prices, ModelBudget budget, AdmissionStop stop)
{
    private readonly Lock _lock = new();
    private ModelTotals _totals = new();

    /// <summary>What has been used so far.</summary>
    public ModelTotals Totals
    {
        get
        {
            lock (_lock)
            {
                return _totals;
            }
        }
    }

    /// <summary>Refuses a cost budget for a model whose price is not known, since it could never be kept.</summary>
    /// <exception cref="ArgumentException">The message names the model and the mend.</exception>
    public void RequirePrice(string model)
    {
        if (budget.MaxCostUsd is not null && prices.Of(model) is null)
        {
            throw new ArgumentException(
                $"the price of {model} is not known, so its cost cannot be limited; add it to the price file, or limit tokens instead");
        }
    }

    /// <summary>Books an answer a model gave.</summary>
    /// <returns>Its price in US dollars, or null when it is not known.</returns>
    internal decimal? Book(string model, ModelUse? use)
    {
        var cost = use is null ? null : prices.Of(model)?.Of(use.Value.Input, use.Value.CachedInput, use.Value.Output);
        lock (_lock)
        {
            _totals = _totals with
            {
                Calls = _totals.Calls + 1,
                CallsOfUnknownCost = _totals.CallsOfUnknownCost + (cost is null ? 1 : 0),
                InputTokens = _totals.InputTokens + (use?.Input ?? 0),
                OutputTokens = _totals.OutputTokens + (use?.Output ?? 0),
                KnownCostUsd = _totals.KnownCostUsd + (cost ?? 0),
            };
            Consider(_totals);
        }

        return cost;
    }

    internal void BookStored()
    {
        lock (_lock)
        {
            _totals = _totals with { StoredAnswers = _totals.StoredAnswers + 1 };
        }
    }

    internal void BookFailure()
    {
        lock (_lock)
        {
            _totals = _totals with { FailedCalls = _totals.FailedCalls + 1 };
        }
    }

    private void Consider(ModelTotals totals)
    {
        if (totals.InputTokens + totals.OutputTokens >= budget.MaxTokens)
        {
            stop.Because($"the budget of {budget.MaxTokens} tokens is spent");
        }

        if (totals.KnownCostUsd >= budget.MaxCostUsd)
        {
            stop.Because($"the budget of ${budget.MaxCostUsd} is spent");
        }
    }
}

/// <summary>What a run may spend.</summary>
/// <param name="MaxCostUsd">US dollars; null for no limit.</param>
/// <param name="MaxTokens">Prompt and completion tokens; null for no limit.</param>
public sealed record ModelBudget(decimal? MaxCostUsd = null, long? MaxTokens = null);

/// <summary>What model calls used and cost.</summary>
public sealed record ModelTotals
{
    /// <summary>Calls that a model answered.</summary>
    public long Calls { get; init; }

    /// <summary>Calls that were answered from a cache or a recording: they cost nothing and count no tokens.</summary>
    public long StoredAnswers { get; init; }

    /// <summary>Calls that got no usable answer. What their requests cost is not known.</summary>
    public long FailedCalls { get; init; }

    /// <summary>Prompt tokens.</summary>
    public long InputTokens { get; init; }

    /// <summary>Completion tokens.</summary>
    public long OutputTokens { get; init; }

    /// <summary>Answered calls whose price or use is not known.</summary>
    public long CallsOfUnknownCost { get; init; }

    /// <summary>US dollars of the calls whose cost is known.</summary>
    public decimal KnownCostUsd { get; init; }

    /// <summary>US dollars of all calls; null when that of any is not known.</summary>
    public decimal? CostUsd => CallsOfUnknownCost == 0 ? KnownCostUsd : null;
}

/// <summary>The tokens one answer used.</summary>
internal readonly record struct ModelUse(long Input, long CachedInput, long Output);
