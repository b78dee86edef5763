using Evergreen.Host.Display;
using Evergreen.Insights.Topics;
using Spectre.Console;

namespace Evergreen.Host.Topics;

/// <summary>Topics, largest first: id, size, share, name, and below the name its terms and an example.</summary>
internal static class TopicTable
{
    private const int LongestExample = 110;

    /// <param name="terminal">Where to.</param>
    /// <param name="topics">The topics.</param>
    /// <param name="all">What the shares are of.</param>
    public static void Write(Terminal terminal, IReadOnlyList<Topic> topics, int all)
    {
        if (topics.Count == 0)
        {
            return;
        }

        var table = new Grid()
            .AddColumn(new GridColumn().NoWrap().Padding(2, 0, 0, 0))
            .AddColumn(new GridColumn().NoWrap().RightAligned().Padding(1, 0, 0, 0))
            .AddColumn(new GridColumn().NoWrap().RightAligned().Padding(1, 0, 0, 0))
            .AddColumn(new GridColumn().Padding(2, 0, 0, 0));
        foreach (var topic in topics)
        {
            table.AddRow(Markup.Escape(topic.Id), Words.Count(topic.Size), Words.Percent(topic.Size, all), About(topic));
        }

        terminal.Write(table);
    }

    private static string About(Topic topic)
    {
        var terms = string.Join(", ", topic.Terms);
        string[] lines =
        [
            Markup.Escape(topic.Name),
            terms.Length == 0 ? "" : $"[grey]{Markup.Escape(terms)}[/]",
            topic.Example.Length == 0 ? "" : $"[grey]{Markup.Escape($"{topic.ExampleId}: {Shorten(topic.Example)}")}[/]",
        ];
        return string.Join('\n', lines.Where(line => line.Length > 0));
    }

    private static string Shorten(string text)
    {
        var line = text.ReplaceLineEndings(" ");
        return line.Length <= LongestExample ? line : line[..LongestExample] + "…";
    }
}
