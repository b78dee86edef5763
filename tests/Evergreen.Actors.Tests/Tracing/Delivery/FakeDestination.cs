using System.Text.Json;
using Evergreen.Actors.Tracing.Delivery;

namespace Evergreen.Actors.Tests.Tracing.Delivery;

/// <summary>A destination that answers as it is told and remembers the ids it was sent.</summary>
internal sealed class FakeDestination : ISpanDestination
{
    private readonly Queue<DeliveryOutcome> _script = new();
    private DeliveryOutcome _always = new DeliveryOutcome.Accepted();
    private string? _refused;
    private bool _holds;

    public string Name { get; init; } = "fake";

    /// <summary>The ids of each request.</summary>
    public List<IReadOnlyList<string>> Requests { get; } = [];

    /// <summary>The ids it keeps, in the order they came.</summary>
    public List<string> Kept { get; } = [];

    /// <summary>The answers it owes once it was told to <see cref="Hold"/>.</summary>
    public List<TaskCompletionSource<DeliveryOutcome>> Owed { get; } = [];

    public void Answers(params DeliveryOutcome[] outcomes) => Array.ForEach(outcomes, _script.Enqueue);

    public void Always(DeliveryOutcome outcome) => _always = outcome;

    /// <summary>Refuses requests that hold this row.</summary>
    public void Refuses(string id) => _refused = id;

    public void Hold() => _holds = true;

    public Task<DeliveryOutcome> SendAsync(IReadOnlyList<ReadOnlyMemory<byte>> rows, CancellationToken cancellationToken)
    {
        var ids = rows.Select(row => JsonElement.Parse(row.Span).GetProperty("id").GetString()!).ToList();
        Requests.Add(ids);
        if (_holds)
        {
            Owed.Add(new TaskCompletionSource<DeliveryOutcome>());
            return Owed[^1].Task;
        }

        var outcome = _script.TryDequeue(out var next) ? next
            : _refused is not null && ids.Contains(_refused) ? new DeliveryOutcome.Refused("400 bad row")
            : _always;
        if (outcome is DeliveryOutcome.Accepted)
        {
            Kept.AddRange(ids);
        }

        return Task.FromResult(outcome);
    }
}
