namespace Evergreen.Tools.Catalog;

/// <summary>The tools an agent works with, and the one way to call them.</summary>
public interface IToolbox
{
    /// <summary>The tools in the order they are advertised to a model.</summary>
    IReadOnlyList<ToolDefinition> Tools { get; }

    /// <summary>
    /// Makes one attempt of <paramref name="call"/>. Unknown tools, malformed arguments, refusals and injected faults come back
    /// as responses; an exception means that the tool itself is broken or that its connection was lost. May block: call it off
    /// the default dispatcher.
    /// </summary>
    /// <param name="call">The call.</param>
    /// <param name="attempt">1 for the first attempt. Faults are drawn from seed, conversation, the call's number and attempt.</param>
    /// <param name="cancellationToken">Abandons the attempt; what was already done in the shop stays done.</param>
    Task<ToolResponse> AttemptAsync(ToolCall call, int attempt, CancellationToken cancellationToken);

    /// <summary>
    /// How many attempts in a row of a conversation's call are bound to fail for now, should it go to the service that fails
    /// most; 0 where failures are not drawn.
    /// </summary>
    /// <param name="conversationId">The conversation.</param>
    /// <param name="callNumber">The call's <see cref="ToolCall.Number"/>.</param>
    int ForeseenFailures(string conversationId, int callNumber) => 0;

    /// <summary>The rows that <paramref name="conversationId"/> added to or changed in <paramref name="world"/>, oldest first.</summary>
    Task<IReadOnlyList<ShopChange>> ChangesAsync(string world, string conversationId, CancellationToken cancellationToken);
}

/// <summary>A row of the shop that a conversation added or changed.</summary>
/// <param name="Table">The table's name, e.g. <c>refund_requests</c>.</param>
/// <param name="Change"><c>inserted</c> or <c>updated</c>.</param>
/// <param name="Row">The row as it is now: a JSON object.</param>
public sealed record ShopChange(string Table, string Change, string Row);
