using Evergreen.Host.Display;
using Evergreen.Insights.Filters;
using Evergreen.Insights.Topics.Runs;
using Evergreen.Insights.Transcripts;

namespace Evergreen.Host.Datasets;

/// <summary>The conversations of some runs that meet all conditions.</summary>
/// <param name="Conversations">With the name of their run; run by run, in the order of their ids.</param>
/// <param name="Looked">How many were looked at.</param>
internal sealed record Selection(IReadOnlyList<(string Run, ConversationRecord Conversation)> Conversations, int Looked)
{
    /// <summary>Puts the conditions to every conversation.</summary>
    /// <exception cref="ArgumentException">A condition makes no sense, or nothing meets them all; the message says which condition leaves how many.</exception>
    public static Selection Of(IReadOnlyList<RunSubjects> runs, IReadOnlyList<string> conditions)
    {
        var met = new int[conditions.Count];
        var (looked, conversations) = (0, new List<(string, ConversationRecord)>());
        foreach (var run in runs)
        {
            var filters = conditions.Select(condition => Filter.Parse([condition], run.Names)).ToList();
            // A run's lines stand in the order in which conversations ended, which is chance.
            foreach (var subject in run.OrderBy(subject => subject.Conversation.Id, StringComparer.Ordinal))
            {
                looked++;
                var holds = filters.TakeWhile(filter => filter.Matches(subject)).Count();
                for (var n = 0; n < holds; n++)
                {
                    met[n]++;
                }

                if (holds == filters.Count)
                {
                    conversations.Add((run.Run.Record.Run.Name, subject.Conversation));
                }
            }
        }

        return conversations.Count > 0 ? new Selection(conversations, looked) : throw new ArgumentException(Nothing(conditions, met, looked));
    }

    private static string Nothing(IReadOnlyList<string> conditions, int[] met, int looked) => looked == 0
        ? "no conversation has ended in the run yet; there is nothing to take"
        : $"nothing to take: of {Words.Count(looked, "conversation", "conversations")}, "
            + string.Join(", of these ", conditions.Select((condition, n) => $"{Words.Count(met[n])} meet \"{condition}\"").Take(Array.IndexOf(met, 0) + 1))
            + $"; loosen {(conditions.Count == 1 ? "it" : "the last one")}";
}
