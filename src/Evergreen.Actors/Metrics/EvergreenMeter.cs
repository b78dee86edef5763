using System.Diagnostics.Metrics;

namespace Evergreen.Actors.Metrics;

/// <summary>
/// What a simulation can be watched by while it is under way: the instruments of the meter <see cref="Name"/>. Model calls follow
/// OpenTelemetry's conventions for generative AI; nobody listening, an instrument costs a comparison.
/// </summary>
public static class EvergreenMeter
{
    /// <summary>The meter's name.</summary>
    public const string Name = "Evergreen.Actors";

    /// <summary>The tag that says which model.</summary>
    public const string ModelTag = "gen_ai.request.model";

    /// <summary>The tag that says what went wrong; absent when nothing did.</summary>
    public const string ErrorTag = "error.type";

    private const string OperationTag = "gen_ai.operation.name";
    private const string TokenTag = "gen_ai.token.type";
    private const string ToolTag = "gen_ai.tool.name";
    private const string EndingTag = "evergreen.ending";
    private const string DestinationTag = "evergreen.destination";

    // The buckets the conventions advise; the default ones are made for milliseconds.
    private static readonly InstrumentAdvice<double> Seconds = new()
    {
        HistogramBucketBoundaries = [0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92],
    };

    private static readonly InstrumentAdvice<long> Tokens = new()
    {
        HistogramBucketBoundaries = [1, 4, 16, 64, 256, 1024, 4096, 16384, 65536, 262144, 1048576, 4194304],
    };

    private static readonly Meter Meter = new(Name, typeof(EvergreenMeter).Assembly.GetName().Version?.ToString(3));

    private static readonly UpDownCounter<long> InFlight = Meter.CreateUpDownCounter<long>(
        "evergreen.conversations.in_flight", "{conversation}", "Conversations under way.");

    private static readonly Counter<long> Ended = Meter.CreateCounter<long>(
        "evergreen.conversations.ended", "{conversation}", "Conversations that have ended, by ending.");

    private static readonly Histogram<double> CallDuration = Meter.CreateHistogram(
        "gen_ai.client.operation.duration", "s", "How long model calls took, waits and retries included.", tags: null, Seconds);

    private static readonly Histogram<long> TokenUsage = Meter.CreateHistogram(
        "gen_ai.client.token.usage", "{token}", "Tokens of answered model calls, in and out.", tags: null, Tokens);

    private static readonly Counter<long> CallRetries = Meter.CreateCounter<long>(
        "evergreen.model.retries", "{request}", "Model requests that were sent again.");

    private static readonly Counter<long> ToolAttempts = Meter.CreateCounter<long>(
        "evergreen.tool.attempts", "{attempt}", "Attempts of tool calls.");

    private static readonly Counter<long> ToolRetries = Meter.CreateCounter<long>(
        "evergreen.tool.retries", "{attempt}", "Attempts of tool calls that were not the first.");

    private static readonly UpDownCounter<long> Queue = Meter.CreateUpDownCounter<long>(
        "evergreen.delivery.queue", "By", "Span rows on disk that a destination has not taken yet.");

    internal static void ConversationBegan() => InFlight.Add(1);

    internal static void ConversationEnded(string ending)
    {
        InFlight.Add(-1);
        Ended.Add(1, new KeyValuePair<string, object?>(EndingTag, ending));
    }

    /// <param name="model">Which model.</param>
    /// <param name="took">From the call to its answer or its failure.</param>
    /// <param name="requests">Requests sent.</param>
    /// <param name="error">Why there was no answer; null when there was one.</param>
    internal static void ModelCalled(string model, TimeSpan took, int requests, string? error)
    {
        var (operation, of) = (Tag(OperationTag, "chat"), Tag(ModelTag, model));
        if (error is null)
        {
            CallDuration.Record(took.TotalSeconds, operation, of);
        }
        else
        {
            CallDuration.Record(took.TotalSeconds, operation, of, Tag(ErrorTag, error));
        }

        if (requests > 1)
        {
            CallRetries.Add(requests - 1, of);
        }
    }

    internal static void TokensUsed(string model, long input, long output)
    {
        TokenUsage.Record(input, Tag(OperationTag, "chat"), Tag(ModelTag, model), Tag(TokenTag, "input"));
        TokenUsage.Record(output, Tag(OperationTag, "chat"), Tag(ModelTag, model), Tag(TokenTag, "output"));
    }

    internal static void ToolAttempted(string tool, int attempt)
    {
        ToolAttempts.Add(1, Tag(ToolTag, tool));
        if (attempt > 1)
        {
            ToolRetries.Add(1, Tag(ToolTag, tool));
        }
    }

    internal static void QueueGrew(string destination, long bytes) => Queue.Add(bytes, Tag(DestinationTag, destination));

    private static KeyValuePair<string, object?> Tag(string name, string value) => new(name, value);
}
