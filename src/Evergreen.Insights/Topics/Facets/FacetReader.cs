using Evergreen.Insights.Transcripts;
using Microsoft.Extensions.AI;

namespace Evergreen.Insights.Topics.Facets;

/// <summary>Puts the questions of facets to conversations, through a chat model at temperature 0.</summary>
/// <param name="facets">The questions.</param>
/// <param name="model">Who answers.</param>
/// <param name="concurrency">How many calls may be under way at once. Default 8.</param>
public sealed class FacetReader(IReadOnlyList<Facet> facets, IChatClient model, int concurrency = 8)
{
    /// <summary>
    /// Reads conversations. An answer that could not be had is noted with its reason; the others are not lost for it.
    /// </summary>
    /// <returns>One reading a conversation, in their order.</returns>
    public async Task<IReadOnlyList<FacetReading>> ReadAsync(
        IReadOnlyList<ConversationRecord> conversations, CancellationToken cancellation = default)
    {
        var answers = new FacetAnswer[conversations.Count * facets.Count];
        var limits = new ParallelOptions { MaxDegreeOfParallelism = concurrency, CancellationToken = cancellation };
        await Parallel.ForAsync(0, answers.Length, limits, async (call, stop) =>
            answers[call] = await AskAsync(facets[call % facets.Count], conversations[call / facets.Count], stop).ConfigureAwait(false))
            .ConfigureAwait(false);

        return [.. conversations.Select((conversation, i) => new FacetReading(
            conversation, facets.Index().ToDictionary(f => f.Item.Name, f => answers[(i * facets.Count) + f.Index])))];
    }

    private async Task<FacetAnswer> AskAsync(Facet facet, ConversationRecord conversation, CancellationToken cancellation)
    {
        var (system, user) = facet.Ask(Narrative.Of(conversation));
        List<ChatMessage> messages = [.. system is null ? [] : new[] { new ChatMessage(ChatRole.System, system) }, new(ChatRole.User, user)];
        try
        {
            var answer = await model.GetResponseAsync(messages, new ChatOptions { Temperature = 0 }, cancellation).ConfigureAwait(false);
            return FacetAnswer.Parse(facet.Name, answer.Text);
        }
        catch (Exception e) when (!cancellation.IsCancellationRequested)
        {
            return new FacetAnswer() { Error = e.Message };
        }
    }
}

/// <summary>A conversation with what the facets found in it.</summary>
/// <param name="Conversation">The conversation.</param>
/// <param name="Answers">Per facet its answer.</param>
public sealed record FacetReading(ConversationRecord Conversation, IReadOnlyDictionary<string, FacetAnswer> Answers)
{
    /// <summary>What the customer said, all turns.</summary>
    internal string CustomerTurns =>
        string.Join('\n', Conversation.Messages.Where(m => m.Role == "user").Select(m => m.Content));
}
