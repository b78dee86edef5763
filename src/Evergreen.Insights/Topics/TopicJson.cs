using System.Text.Json.Serialization;

namespace Evergreen.Insights.Topics;

/// <summary>How topic files are written: snake_case, nulls left out.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(TopicModel))]
[JsonSerializable(typeof(TopicMap))]
internal sealed partial class TopicJson : JsonSerializerContext;
