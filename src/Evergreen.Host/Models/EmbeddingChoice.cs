namespace Evergreen.Host.Models;

/// <summary>What texts are compared by.</summary>
/// <param name="Model">The embedding model's name; null for the texts' own wording, which needs no model.</param>
internal sealed record EmbeddingChoice(string? Model)
{
    /// <summary>The option that names it.</summary>
    public const string Option = "--embedding-model";

    /// <summary>The model used when there is an endpoint and no name.</summary>
    public const string Default = "text-embedding-3-small";

    /// <summary>What is asked for when the texts' own wording is to be compared.</summary>
    public const string Lexical = "lexical";

    /// <summary>Chooses.</summary>
    /// <param name="asked">The name a user gave, or null.</param>
    /// <param name="reviewer">The reviewing model: embeddings come from where it is.</param>
    /// <exception cref="ArgumentException">A model was asked for that nothing leads to.</exception>
    public static EmbeddingChoice Choose(string? asked, ModelChoice reviewer)
    {
        if (asked == Lexical)
        {
            return new EmbeddingChoice(Model: null);
        }

        if (reviewer.Model == ModelChoice.Rehearsal)
        {
            return asked is null
                ? new EmbeddingChoice(Model: null)
                : throw new ArgumentException($"{Option} {asked} cannot be reached while {ReviewModel.Option} is {ModelChoice.Rehearsal}; "
                    + $"set {OpenAIEndpoint.KeyVariable} or {OpenAIEndpoint.UrlVariable}, or use {Option} {Lexical}");
        }

        return new EmbeddingChoice(asked ?? Default);
    }
}
