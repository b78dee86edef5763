using System.CommandLine;
using Evergreen.Host.Display;
using Evergreen.Host.Topics;
using Evergreen.Insights.Topics.Runs;
using Evergreen.Insights.Transcripts;

namespace Evergreen.Host.Commands;

/// <summary><c>show RUN [CONVERSATION]</c></summary>
internal sealed class ShowCommand : EvergreenCommand
{
    public ShowCommand(Terminal terminal)
        : base("show", "List a run's conversations, or read one.", "show runs/v2", "show runs/v2 --where tool=process_refund --where retries>=1", "show runs/v2 billing-02.1")
    {
        var run = new Argument<string>("RUN") { Description = "The folder of a run; it may still be under way." };
        var conversation = new Argument<string?>("CONVERSATION")
        {
            Description = "A conversation's id, e.g. billing-02.1; without one, all are listed.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var where = TopicsCommand.WhereOption();
        Add(run);
        Add(conversation);
        Add(where);
        SetAction(parsed =>
        {
            var folder = RunFolder.Open(parsed.GetRequiredValue(run));
            var conditions = parsed.GetValue(where) ?? [];
            if (parsed.GetValue(conversation) is { } id)
            {
                if (conditions.Length > 0)
                {
                    throw new ArgumentException($"--where chooses among conversations; leave it out to read {id}");
                }

                new TranscriptView(terminal).Show(Find(folder, id), ConversationSpans.Read(folder, id));
            }
            else
            {
                new RunView(terminal).List(folder, RunSubjects.Of(folder).Where(conditions).Select(subject => subject.Conversation), conditions);
            }

            return ExitCode.Done;
        });
    }

    private static ConversationRecord Find(RunFolder folder, string id) =>
        folder.Conversations.FirstOrDefault(conversation => conversation.Id == id)
        ?? throw new ArgumentException(Unknown(folder, id));

    private static string Unknown(RunFolder folder, string id)
    {
        var close = folder.Conversations.Select(conversation => conversation.Id)
            .Where(known => known.StartsWith(id, StringComparison.OrdinalIgnoreCase))
            .Take(5)
            .ToList();
        return close.Count > 0
            ? $"{folder.Path}: no conversation \"{id}\"; did you mean {string.Join(", ", close)}?"
            : $"{folder.Path}: no conversation \"{id}\" has ended in it; evergreen show {folder.Path} lists those that have";
    }
}
