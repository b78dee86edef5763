using System.CommandLine;
using Evergreen.Host.Commands;
using Evergreen.Host.Configuration;
using Evergreen.Host.Models;
using Evergreen.Insights.Topics;

namespace Evergreen.Host.Topics;

/// <summary>The options that say by what conversations are read and topics made.</summary>
internal sealed class TopicSettings
{
    private readonly ReviewModelOptions _review = new();

    private readonly Setting<string> _embeddingModel = new(EmbeddingChoice.Option, null, SettingText.AsIs)
    {
        Description = $"The embedding model texts are compared by, or {EmbeddingChoice.Lexical} for their own wording. "
            + $"By default {EmbeddingChoice.Default} where the reviewing model is a real one, else {EmbeddingChoice.Lexical}.",
        HelpName = "NAME",
    };

    private readonly Setting<int> _seed = new("--seed", "0", SettingText.WholeNumber(0))
    {
        Description = "What the draws of the clustering come from; the same texts and seed give the same topics.",
        HelpName = "S",
    };

    public void AddTo(Command command)
    {
        command.Add(_seed);
        command.Add(_embeddingModel);
        _review.AddTo(command);
    }

    /// <summary>Opens what is named; no model is asked yet.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="context">Terminal, variables and clock.</param>
    /// <param name="embeddingModel">The embedding model when none is named; null for the default.</param>
    /// <exception cref="ArgumentException">A model cannot be reached, or options contradict one another.</exception>
    public TopicMaker Open(ParseResult parsed, CommandContext context, string? embeddingModel = null)
    {
        var options = new TopicOptions { Seed = _seed.Of(parsed) };
        var model = _review.Open(parsed, context, options.Seed);
        try
        {
            var vectors = EmbeddingChoice.Choose(_embeddingModel.Of(parsed) ?? embeddingModel, model.Choice);
            return new TopicMaker(model, vectors, options, context.Terminal)
            {
                IsModelNamed = _review.JudgeModel.IsGiven(parsed),
                AreVectorsNamed = _embeddingModel.IsGiven(parsed),
                IsSeedNamed = _seed.IsGiven(parsed),
            };
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }
}
