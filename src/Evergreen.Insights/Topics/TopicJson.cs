using System.Text.Json.Serialization;
using Evergreen.Insights.Topics.Runs;

namespace Evergreen.Insights.Topics;

/// <summary>How topic files are written: snake_case, nulls left out.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(TopicModel))]
[JsonSerializable(typeof(TopicMap))]
[JsonSerializable(typeof(RunTopicsRecord))]
[JsonSerializable(typeof(FacetLine))]
[JsonSerializable(typeof(Dictionary<string, TopicModel>))]
internal sealed partial class TopicJson : JsonSerializerContext;
