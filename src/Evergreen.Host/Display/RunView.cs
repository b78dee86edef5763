using System.Globalization;
using Evergreen.Insights.Transcripts;
using Spectre.Console;

namespace Evergreen.Host.Display;

/// <summary>A run's conversations, one a line.</summary>
internal sealed class RunView(Terminal terminal)
{
    public void List(RunFolder run)
    {
        var info = run.Record.Run;
        terminal.Console.MarkupLineInterpolated(
            $"[bold]{info.Name}[/]  {Words.Of(info.Status)}, begun {info.StartedAt:yyyy-MM-dd HH:mm:ss} UTC");

        var table = new Table { Border = TableBorder.None };
        foreach (var title in new[] { "conversation", "category", "ending" })
        {
            table.AddColumn(new TableColumn($"[grey]{title}[/]").NoWrap().PadRight(2));
        }

        foreach (var title in new[] { "turns", "tools", "retries", "seconds" })
        {
            table.AddColumn(new TableColumn($"[grey]{title}[/]").NoWrap().RightAligned().PadRight(0));
        }

        var count = 0;
        foreach (var conversation in run.Conversations)
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

        if (count > 0)
        {
            terminal.Console.Write(table);
            terminal.Console.MarkupLineInterpolated($"[grey]{count} conversations; read one with[/] evergreen show {run.Path} CONVERSATION");
        }
        else
        {
            terminal.Console.WriteLine("No conversation has ended yet.");
        }
    }
}
