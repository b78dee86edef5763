using System.CommandLine;
using System.Globalization;
using Evergreen.Host.Commands;
using Evergreen.Host.Display;
using Evergreen.Insights.Datasets;
using Spectre.Console;

namespace Evergreen.Host.Datasets;

/// <summary><c>dataset show NAME [ROW]</c></summary>
internal sealed class DatasetShowCommand : EvergreenCommand
{
    private const int ExcerptLength = 72;
    private const int ShortestId = 4;

    private readonly Terminal _terminal;

    public DatasetShowCommand(Terminal terminal)
        : base("show", "List a dataset's rows, or read one.", "dataset show sizing-returns", "dataset show sizing-returns 3")
    {
        _terminal = terminal;
        var name = new Argument<string>("NAME") { Description = "A dataset's name or file." };
        var row = new Argument<string?>("ROW")
        {
            Description = "A row's number, id, or the conversation it comes from; without one, all are listed.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var json = new Option<bool>("--json") { Description = "Print the rows as one JSON object, and nothing else." };
        Add(name);
        Add(row);
        Add(json);
        SetAction(parsed =>
        {
            var file = DatasetName.Parse(parsed.GetRequiredValue(name));
            var dataset = file.Load();
            var one = parsed.GetValue(row) is { } asked ? Find(file, dataset, asked) : null;
            if (parsed.GetValue(json))
            {
                terminal.WriteJson(new { file.Name, file.File, dataset.Version, Rows = one is null ? dataset.Rows : [one] });
            }
            else if (one is not null)
            {
                Read(dataset, one);
            }
            else
            {
                List(file, dataset);
            }

            return ExitCode.Done;
        });
    }

    private static DatasetRow Find(DatasetName file, Dataset dataset, string asked)
    {
        var found = int.TryParse(asked, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= 1 && number <= dataset.Rows.Count
            ? [dataset.Rows[number - 1]]
            : dataset.Rows.Where(row => row.Source?.Conversation == asked
                || (asked.Length >= ShortestId && row.Id.StartsWith(asked, StringComparison.Ordinal))).ToList();
        return found switch
        {
            [var only] => only,
            [] => throw new ArgumentException(
                $"{file.File}: no row \"{asked}\"; give a number from 1 to {dataset.Rows.Count}, an id, or the conversation a row comes from"),
            _ => throw new ArgumentException($"{file.File}: {found.Count} rows are meant by \"{asked}\": {string.Join(", ", found.Take(5).Select(row => row.Id))}"),
        };
    }

    private void List(DatasetName file, Dataset dataset)
    {
        new FieldLines(_terminal).Title(file.File, $"{Words.Count(dataset.Rows.Count, "row", "rows")}, version {dataset.Version}");
        var table = TitledGrid.Of(
            ["row", "id", "from", "category", "messages", "the customer begins"], numbers: ["row", "messages"], texts: ["the customer begins"]);
        foreach (var (index, row) in dataset.Rows.Index())
        {
            table.AddRow(
                (index + 1).ToString(CultureInfo.InvariantCulture),
                row.Id,
                Markup.Escape(row.Source is { } source ? $"{source.Run} {source.Conversation}" : "by hand"),
                Markup.Escape(row.Metadata.Category ?? ""),
                row.Metadata.NumCustomerMessages.ToString(CultureInfo.InvariantCulture),
                Markup.Escape(Excerpt(row.CustomerMessages[0])));
        }

        _terminal.Write(table);
        _terminal.Console.MarkupLineInterpolated($"[grey]read a row with[/] evergreen dataset show {file.Typed} ROW");
    }

    private void Read(Dataset dataset, DatasetRow row)
    {
        var number = dataset.Rows.Index().First(each => each.Item.Id == row.Id).Index + 1;
        var lines = new FieldLines(_terminal);
        lines.Title($"row {number} of {dataset.Rows.Count}", row.Id);
        lines.Add("from", row.Source is { } source ? $"run {source.Run}, conversation {source.Conversation}" : "written by hand");
        lines.Add("about", string.Join(", ", ((string?[])
        [
            row.Metadata.Category,
            row.Metadata.ScenarioId is { } scenario ? $"scenario {scenario}" : null,
            Words.Count(row.Metadata.NumCustomerMessages, "customer message", "customer messages"),
            row.Metadata.NumTurns is { } steps ? $"{steps} steps with the agent's" : null,
        ]).OfType<string>()));
        if (row.Expected is { } expected)
        {
            lines.Add("expected", expected);
        }

        var transcript = new TranscriptView(_terminal);
        foreach (var message in row.CustomerMessages)
        {
            transcript.Say("customer", "blue", message, seconds: null);
        }
    }

    private static string Excerpt(string message)
    {
        var line = message.ReplaceLineEndings(" ");
        return line.Length <= ExcerptLength ? line : $"{line.AsSpan(0, ExcerptLength).TrimEnd()}…";
    }
}
