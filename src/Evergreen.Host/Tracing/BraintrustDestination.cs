using Evergreen.Actors.Tracing.Delivery;

namespace Evergreen.Host.Tracing;

/// <summary>Something of Braintrust's that holds rows, written by its documented insert route: a project's logs, a dataset, an experiment.</summary>
/// <param name="api">The way there.</param>
/// <param name="name">Which destination this is.</param>
/// <param name="route">The object's path, e.g. <c>v1/dataset/ID</c>.</param>
/// <param name="redact">Whether e-mail addresses are masked; otherwise rows are delivered as they stand on disk.</param>
internal sealed class BraintrustDestination(BraintrustApi api, string name, Func<BraintrustProject, string> route, bool redact) : ISpanDestination
{
    /// <inheritdoc/>
    public string Name => name;

    /// <inheritdoc/>
    public async Task<DeliveryOutcome> SendAsync(IReadOnlyList<ReadOnlyMemory<byte>> rows, CancellationToken cancellationToken)
    {
        var sent = redact ? [.. rows.Select(row => (ReadOnlyMemory<byte>)EmailMask.Apply(row))] : rows;
        return (await api.TryAsync(
            HttpMethod.Post,
            project => $"{route(project)}/insert",
            _ => new BraintrustInsert(sent),
            (status, retryAfter, body) => BraintrustAnswer.ToInsert(status, retryAfter, body, rows.Count),
            cancellationToken)).Outcome;
    }
}
