using Evergreen.Host.Display;
using Spectre.Console;

namespace Evergreen.Host.Topics;

/// <summary>A run's topics beside those of the run whose maps sorted it.</summary>
internal sealed class TopicSharesView(Terminal terminal)
{
    public void Show(TopicsReport report, string model, IReadOnlyList<TopicShares> facets)
    {
        TopicsView.Heading(terminal, report);
        new FieldLines(terminal).Add("sorted by", model);
        foreach (var facet in facets)
        {
            terminal.Console.WriteLine();
            terminal.Console.MarkupLine($"[bold]{Markup.Escape(TopicsView.TitleOf(facet.Facet))}[/]  {Summary(facet)}");
            var table = new Grid()
                .AddColumn(new GridColumn().NoWrap().Padding(2, 0, 0, 0))
                .AddColumn(new GridColumn().NoWrap().RightAligned().Padding(1, 0, 0, 0))
                .AddColumn(new GridColumn().NoWrap().RightAligned().Padding(1, 0, 0, 0))
                .AddColumn(new GridColumn().NoWrap().RightAligned().Padding(2, 0, 0, 0))
                .AddColumn(new GridColumn().Padding(2, 0, 0, 0));
            table.AddRow("[grey]id[/]", "", "[grey]here[/]", "[grey]there[/]", "[grey]topic[/]");
            foreach (var topic in facet.Topics)
            {
                table.AddRow(
                    Markup.Escape(topic.Topic),
                    Words.Count(topic.Size),
                    Words.Percent(topic.Size, topic.Read),
                    Words.Percent(topic.ModelSize, topic.ModelRead),
                    Markup.Escape(topic.Name));
            }

            terminal.Write(table);
        }

        new FieldLines(terminal).Next($"evergreen topics {report.Run.Path}", $"evergreen topics diff {model} {report.Run.Path}");
    }

    private static string Summary(TopicShares facet)
    {
        string[] parts =
        [
            Words.Count(facet.Conversations, "conversation", "conversations"),
            facet.Unsorted > 0 ? $"{Words.Count(facet.Unsorted)} fit no topic" : "",
            facet.Nothing > 0 ? $"{Words.Count(facet.Nothing)} had nothing to find" : "",
            facet.Failed > 0 ? $"{Words.Count(facet.Failed)} could not be read" : "",
        ];
        return string.Join("; ", parts.Where(part => part.Length > 0));
    }
}
