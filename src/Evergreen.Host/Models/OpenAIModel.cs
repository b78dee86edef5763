using Evergreen.Actors.Models;
using Evergreen.Actors.Models.Limits;
using Microsoft.Extensions.AI;
using OpenAI.Chat;
using ChatMessage = Microsoft.Extensions.AI.ChatMessage;

namespace Evergreen.Host.Models;

/// <summary>
/// One model behind the OpenAI package's chat client: one request a call, its failures as <see cref="ProviderException"/>, and
/// tool arguments kept as the model wrote them.
/// </summary>
internal sealed class OpenAIModel(IChatClient client, TimeProvider clock) : DelegatingChatClient(client)
{
    private const string Malformed = "malformed_arguments";

    private volatile bool _knowsSeed = true;

    public override async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        var request = ReadableArguments(messages);
        while (true)
        {
            var withSeed = _knowsSeed && options?.Seed is not null;
            try
            {
                return await SendAsync(request, withSeed ? options : WithoutSeed(options), cancellationToken).ConfigureAwait(false);
            }
            catch (ProviderException fault) when (withSeed && IsAboutSeed(fault))
            {
                _knowsSeed = false;
            }
        }
    }

    private async Task<ChatResponse> SendAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options, CancellationToken cancellationToken)
    {
        var caught = AnswerHeaders.Begin();
        try
        {
            var response = await InnerClient.GetResponseAsync(messages, options, cancellationToken).ConfigureAwait(false);
            KeepArguments(response);
            var limits = LimitsOf(caught);
            if (limits != RateLimitHeaders.None)
            {
                (response.AdditionalProperties ??= [])[ModelResponseProperties.RateLimits] = limits;
            }

            return response;
        }
        catch (Exception exception)
        {
            // Whatever a cancellation tore down on its way, to the caller it is the cancellation.
            cancellationToken.ThrowIfCancellationRequested();
            if (OpenAIFaults.Translate(exception, LimitsOf(caught), caught["content-type"]) is { } fault)
            {
                throw fault;
            }

            throw;
        }
    }

    private RateLimitHeaders LimitsOf(AnswerHeaders.Catch caught) => RateLimitHeaders.Read(name => caught[name], clock.GetUtcNow());

    // A parsed answer drags the package's own objects along, several times its size, for as long as a conversation keeps it.
    private static void KeepArguments(ChatResponse response)
    {
        response.RawRepresentation = null;
        foreach (var message in response.Messages)
        {
            message.RawRepresentation = null;
            foreach (var content in message.Contents)
            {
                if (content is FunctionCallContent call && content.RawRepresentation is ChatToolCall raw)
                {
                    ToolArguments.Keep(call, raw.FunctionArguments.ToString());
                }

                content.RawRepresentation = null;
            }
        }
    }

    // Arguments that were no JSON object go back wrapped into one: some servers fail over a history that holds anything else.
    private static IEnumerable<ChatMessage> ReadableArguments(IEnumerable<ChatMessage> messages)
    {
        var history = messages as IReadOnlyCollection<ChatMessage> ?? [.. messages];
        return history.Any(IsUnreadable)
            ? [.. history.Select(message => IsUnreadable(message) ? Readable(message) : message)]
            : history;
    }

    private static bool IsUnreadable(ChatMessage message)
    {
        foreach (var content in message.Contents)
        {
            if (content is FunctionCallContent { Arguments: null })
            {
                return true;
            }
        }

        return false;
    }

    private static ChatMessage Readable(ChatMessage message) => new(message.Role, [.. message.Contents.Select(content =>
        content is FunctionCallContent { Arguments: null } call
            ? new FunctionCallContent(call.CallId, call.Name, new Dictionary<string, object?> { [Malformed] = ToolArguments.TextOf(call) })
            : content)]);

    private static ChatOptions? WithoutSeed(ChatOptions? options)
    {
        if (options?.Seed is null)
        {
            return options;
        }

        var clone = options.Clone();
        clone.Seed = null;
        return clone;
    }

    private static bool IsAboutSeed(ProviderException fault) =>
        fault.Status is 400 or 422 && fault.Message.Contains("seed", StringComparison.OrdinalIgnoreCase);
}
