namespace Evergreen.Host.Models;

/// <summary>Which model plays, and why that one.</summary>
/// <param name="Model">Its name.</param>
/// <param name="Source">Where its answers come from.</param>
/// <param name="Reason">Why, for people.</param>
internal sealed record ModelChoice(string Model, ModelSource Source, string Reason)
{
    /// <summary>The model used when there is an endpoint and no name.</summary>
    public const string Default = "gpt-4o-mini";

    /// <summary>The offline stand-in's name.</summary>
    public const string Rehearsal = "rehearsal";

    /// <summary>How a model is chosen when none is named, for help texts.</summary>
    public const string Rule =
        $"By default {Default} when {OpenAIEndpoint.KeyVariable} or {OpenAIEndpoint.UrlVariable} is set, else {Rehearsal}.";

    private const string NoEvidence = "its answers are no evidence about a real model";

    /// <summary>Chooses.</summary>
    /// <param name="asked">The name a user gave, or null.</param>
    /// <param name="endpoint">What the environment says.</param>
    /// <param name="recordedModel">The model of the recording to replay, or null when none is replayed.</param>
    /// <param name="option">The option that names the model.</param>
    /// <exception cref="ArgumentException">A model was asked for that nothing leads to.</exception>
    public static ModelChoice Choose(string? asked, OpenAIEndpoint endpoint, string? recordedModel = null, string option = "--model")
    {
        if (recordedModel is not null)
        {
            return new ModelChoice(asked ?? recordedModel, ModelSource.Recording, "replayed from a recording, offline");
        }

        if (asked == Rehearsal)
        {
            return new ModelChoice(asked, ModelSource.Rehearsal, $"asked for; offline, {NoEvidence}");
        }

        if (!endpoint.IsConfigured)
        {
            const string Variables = $"{OpenAIEndpoint.KeyVariable} nor {OpenAIEndpoint.UrlVariable}";
            return asked is null
                ? new ModelChoice(Rehearsal, ModelSource.Rehearsal, $"neither {Variables} is set; offline, {NoEvidence}")
                : throw new ArgumentException(
                    $"model {asked} cannot be reached: neither {Variables} is set; set one, or use {option} {Rehearsal}");
        }

        var because = endpoint.BaseUrl is null ? OpenAIEndpoint.KeyVariable : OpenAIEndpoint.UrlVariable;
        var reason = asked is null ? $"{because} is set" : "asked for";
        return new ModelChoice(asked ?? Default, ModelSource.Endpoint, $"at {endpoint.Address.Authority}; {reason}");
    }
}

/// <summary>Where a model's answers come from.</summary>
internal enum ModelSource
{
    /// <summary>The offline stand-in.</summary>
    Rehearsal,

    /// <summary>An OpenAI-compatible server.</summary>
    Endpoint,

    /// <summary>A recording of an earlier run.</summary>
    Recording,
}
