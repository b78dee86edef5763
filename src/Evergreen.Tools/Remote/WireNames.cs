namespace Evergreen.Tools.Remote;

/// <summary>The names both ends of the wire agree on: Edge Functions by tool, and headers that a real Supabase project ignores.</summary>
internal static class WireNames
{
    public const string RestPath = "/rest/v1/";
    public const string FunctionsPath = "/functions/v1/";
    public const string ChangesPath = "/evergreen/v1/changes";
    public const string SingleObject = "application/vnd.pgrst.object+json";

    public const string IdempotencyKey = "Idempotency-Key";
    public const string World = "X-Evergreen-World";
    public const string Conversation = "X-Evergreen-Conversation";
    public const string Call = "X-Evergreen-Call";
    public const string CallNumber = "X-Evergreen-Call-Number";
    public const string Attempt = "X-Evergreen-Attempt";
    public const string Fault = "X-Evergreen-Fault";
    public const string LatencyMilliseconds = "X-Evergreen-Latency-Ms";

    /// <summary>Function names by tool name.</summary>
    public static IReadOnlyDictionary<string, string> Functions { get; } = new Dictionary<string, string>
    {
        ["process_refund"] = "process-refund",
        ["initiate_return"] = "initiate-return",
        ["check_shipping_status"] = "check-shipping",
        ["escalate_to_human"] = "escalate-ticket",
    };
}
