using System.Runtime.CompilerServices;
using Evergreen.Rehearsal.Customers;
using Evergreen.Rehearsal.Dialogue;
using Evergreen.Rehearsal.Reviews;
using Evergreen.Rehearsal.Support;
using Microsoft.Extensions.AI;

namespace Evergreen.Rehearsal;

/// <summary>
/// An offline stand-in for a chat model. It sees messages, tools and options, as any model does, follows what the system prompt
/// says, and draws its choices from <see cref="ChatOptions.Seed"/>: the same call gives the same answer. At temperature 0 it makes
/// the best move it knows; no temperature counts as 1. It keeps nothing between calls and may be called by many at once. What it
/// says is no evidence about a real model.
/// </summary>
public sealed class RehearsalChatClient(RehearsalOptions? options = null) : IChatClient
{
    /// <summary>The model id every answer carries.</summary>
    public const string ModelId = "rehearsal";

    /// <summary>The additional property that tells how long the answer was made to take, in seconds; 0 when it was not.</summary>
    public const string SimulatedLatencyProperty = "simulated_latency_seconds";

    private const float DefaultTemperature = 1;

    private readonly RehearsalOptions _options = options ?? new RehearsalOptions();
    private readonly ChatClientMetadata _metadata = new("rehearsal", null, ModelId);

    /// <inheritdoc/>
    public async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(messages);
        var conversation = Conversation.Read(options?.Instructions is { Length: > 0 } instructions
            ? messages.Prepend(new ChatMessage(ChatRole.System, instructions))
            : messages);
        var seed = Seeds.Of(conversation, options);
        var answer = Answer(conversation, options, new Dice(seed));
        var latency = _options.Latency.Draw(new Dice(~seed));
        if (latency > TimeSpan.Zero)
        {
            await Task.Delay(latency, _options.TimeProvider, cancellationToken).ConfigureAwait(false);
        }

        cancellationToken.ThrowIfCancellationRequested();
        return new ChatResponse(answer)
        {
            ResponseId = $"rehearsal-{seed:x16}-{conversation.MessageCount}",
            ModelId = ModelId,
            FinishReason = answer.Contents.Any(content => content is FunctionCallContent) ? ChatFinishReason.ToolCalls : ChatFinishReason.Stop,
            Usage = TokenEstimate.Of(conversation, options, answer),
            AdditionalProperties = new AdditionalPropertiesDictionary { [SimulatedLatencyProperty] = latency.TotalSeconds },
        };
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var response = await GetResponseAsync(messages, options, cancellationToken).ConfigureAwait(false);
        foreach (var update in response.ToChatResponseUpdates())
        {
            yield return update;
        }
    }

    /// <inheritdoc/>
    public object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        return serviceKey is not null ? null
            : serviceType == typeof(ChatClientMetadata) ? _metadata
            : serviceType.IsInstanceOfType(this) ? this
            : null;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    private static ChatMessage Answer(Conversation conversation, ChatOptions? options, Dice dice)
    {
        var temperature = options?.Temperature ?? DefaultTemperature;
        return Roles.Of(conversation.SystemPrompt) switch
        {
            Role.Reviewer => new ChatMessage(ChatRole.Assistant, Reviewer.Answer(conversation)),
            Role.Customer => new ChatMessage(ChatRole.Assistant,
                new SimulatedCustomer(CustomerBrief.Read(conversation.SystemPrompt), conversation).Next(dice, temperature)),
            _ => AgentAnswer(conversation, options, dice, temperature),
        };
    }

    private static ChatMessage AgentAnswer(Conversation conversation, ChatOptions? options, Dice dice, double temperature)
    {
        var message = new SupportAgent(conversation, new ToolShelf(options)).Next(dice, temperature);
        if (message.Text is { } text)
        {
            return new ChatMessage(ChatRole.Assistant, text);
        }

        var first = conversation.Events.Count + 1;
        return new ChatMessage(ChatRole.Assistant,
            [.. message.Calls.Select((call, i) => new FunctionCallContent($"call_{first + i:000}", call.Tool, call.Arguments))]);
    }
}
