using System.Text.Json.Serialization;
using Evergreen.Insights.Spans;

namespace Evergreen.Insights.Transcripts;

/// <summary>
/// How run files are written: snake_case, nulls left out, one object a line. The generated reader sets what a line leaves out to
/// null and passes initializers over, which is why these records guard their own defaults.
/// </summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ConversationRecord))]
[JsonSerializable(typeof(RunRecord))]
[JsonSerializable(typeof(SpanRow))]
[JsonSerializable(typeof(Message))]
[JsonSerializable(typeof(string))]
public sealed partial class TranscriptJson : JsonSerializerContext;
