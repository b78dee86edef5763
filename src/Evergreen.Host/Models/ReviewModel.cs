using Evergreen.Actors.Models;
using Microsoft.Extensions.AI;

namespace Evergreen.Host.Models;

/// <summary>
/// The model that reads conversations: for facets, topic names and verdicts. Every call passes its gateway; once a budget is spent
/// or the model is found to be down, further calls fail at once with the reason, so that what was not read says why.
/// </summary>
internal sealed class ReviewModel : IDisposable
{
    /// <summary>The option that names it.</summary>
    public const string Option = "--judge-model";

    private readonly ModelGateways _models;
    private readonly bool _ownsModels;

    private ReviewModel(ModelGateways models, ModelChoice choice, bool ownsModels)
    {
        (_models, Choice, _ownsModels) = (models, choice, ownsModels);
        Client = new StoppingClient(models.For(choice.Model), models.Stop);
    }

    /// <summary>Which model, and why that one.</summary>
    public ModelChoice Choice { get; }

    /// <summary>The way to it. Throws <see cref="ModelCallException"/> when there is no usable answer.</summary>
    public IChatClient Client { get; }

    /// <summary>The reviewing model beside the models of a run, sharing their connections, budget and recording.</summary>
    /// <param name="models">The run's models, which stay the caller's.</param>
    /// <param name="judgeModel">Its name, or null for the rule by which a model is chosen.</param>
    /// <exception cref="ArgumentException">Nothing leads to the model.</exception>
    public static ReviewModel Of(ModelGateways models, string? judgeModel) => new(models, models.Choose(judgeModel, Option), ownsModels: false);

    /// <summary>The reviewing model alone.</summary>
    /// <exception cref="ArgumentException">A setting makes no sense, or nothing leads to the model.</exception>
    public static ReviewModel Open(
        ModelSettings settings, string? judgeModel, OpenAIEndpoint endpoint, Func<IChatClient> rehearsal, TimeProvider clock)
    {
        var models = ModelGateways.Open(settings, judgeModel, endpoint, rehearsal, clock, Option);
        return new ReviewModel(models, models.Agent, ownsModels: true);
    }

    /// <summary>What texts are compared by.</summary>
    /// <param name="choice">See <see cref="EmbeddingChoice.Choose"/>.</param>
    /// <returns>Embeddings through their gateway; null for the texts' own wording.</returns>
    public IEmbeddingGenerator<string, Embedding<float>>? Embeddings(EmbeddingChoice choice) =>
        choice.Model is { } model ? _models.Embeddings(model) : null;

    public void Dispose()
    {
        if (_ownsModels)
        {
            _models.Dispose();
        }
    }

    private sealed class StoppingClient(IChatClient gateway, AdmissionStop stop) : DelegatingChatClient(gateway)
    {
        public override Task<ChatResponse> GetResponseAsync(
            IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
            stop.Reason is { } reason
                ? throw new ModelCallException(ModelFailure.NotAsked, $"not asked: {reason}")
                : base.GetResponseAsync(messages, options, cancellationToken);
    }
}
