using System.Globalization;
using Evergreen.Insights.Transcripts;
using Spectre.Console;

namespace Evergreen.Host.Display;

/// <summary>A run's conversations, one a line.</summary>
internal sealed class RunView(Terminal terminal)
{
    /// <param name="run">The run.</param>
    /// <param name="conversations">Those of its conversations that are listed.</param>
    /// <param name="where">The conditions they meet.</param>
    public void List(RunFolder run, IEnumerable<ConversationRecord> conversations, IReadOnlyList<string> where)
    {
        string[] titles = ["conversation", "category", "ending", "turns", "tools", "retries", "seconds"];
        var table = new Grid();
        foreach (var index in Enumerable.Range(0, titles.Length))
        {
            table.AddColumn(index < 3 ? new GridColumn().NoWrap().Padding(0, 0, 1, 0) : new GridColumn().NoWrap().RightAligned().Padding(1, 0, 0, 0));
        }

        table.AddRow([.. titles.Select(title => $"[grey]{title}[/]")]);

        var count = 0;
        foreach (var conversation in conversations)
        {
            count++;
            var retries = conversation.ToolCalls.Sum(call => call.Attempts - 1);
            table.AddRow(
                Markup.Escape(conversation.Id),
                conversation.Category,
                Words.Marked(conversation.Ending),
                conversation.Turns.ToString(CultureInfo.InvariantCulture),
                conversation.ToolCalls.Count.ToString(CultureInfo.InvariantCulture),
                retries == 0 ? "" : retries.ToString(CultureInfo.InvariantCulture),
                conversation.Timing.Seconds.ToString("0.00", CultureInfo.InvariantCulture));
        }

        // Not before all is read: what is wrong with a line is an error, and nothing else.
        var info = run.Record.Run;
        terminal.Console.MarkupLineInterpolated(
            $"[bold]{info.Name}[/]  {Words.Of(info.Status)}, begun {info.StartedAt:yyyy-MM-dd HH:mm:ss} UTC");
        var conditions = where.Count == 0 ? "" : $" where {string.Join(" and ", where)}";
        if (count > 0)
        {
            terminal.Write(table);
            terminal.Console.MarkupLineInterpolated(
                $"[grey]{Words.Count(count, "conversation", "conversations")}{conditions}; read one with[/] evergreen show {run.Path} CONVERSATION");
        }
        else
        {
            terminal.Console.WriteLine(where.Count == 0 ? "No conversation has ended yet." : $"No conversation{conditions}.");
        }

        if (run.Conversations.UnfinishedLines > 0)
        {
            terminal.Console.MarkupLineInterpolated(
                $"[yellow]The last line of {RunFolder.ConversationsFile} is unfinished and left out: it is being written, or the run was killed over it.[/]");
        }
    }
}
