using System.CommandLine;
using System.Globalization;
using Evergreen.Host.Commands;
using Evergreen.Host.Display;
using Evergreen.Insights.Json;
using Spectre.Console;

namespace Evergreen.Host.Datasets;

/// <summary><c>dataset list</c></summary>
internal sealed class DatasetListCommand : EvergreenCommand
{
    private readonly Terminal _terminal;

    public DatasetListCommand(Terminal terminal)
        : base("list", $"List the datasets of {DatasetName.Folder}/ with their rows, the runs they come from and when they changed.", "dataset list")
    {
        _terminal = terminal;
        var folder = new Setting<string>("--in", DatasetName.Folder, SettingText.AsIs) { Description = "The folder of datasets.", HelpName = "DIR" };
        var json = new Option<bool>("--json") { Description = "Print the list as one JSON object, and nothing else." };
        Add(folder);
        Add(json);
        SetAction(parsed =>
        {
            if (folder.IsGiven(parsed))
            {
                InputPath.RequireFolder(folder.Of(parsed)!, "give the folder that the datasets lie in");
            }

            var entries = DatasetName.All(folder.Of(parsed)!).Select(Entry.Of).ToList();
            if (parsed.GetValue(json))
            {
                terminal.WriteJson(new { Datasets = entries });
            }
            else
            {
                Show(folder.Of(parsed)!, entries);
            }

            return entries.Exists(entry => entry.Problem is not null) ? ExitCode.Failures : ExitCode.Done;
        });
    }

    private void Show(string folder, List<Entry> entries)
    {
        if (entries.Count == 0)
        {
            _terminal.Console.WriteLine($"{folder} has no datasets; make one with evergreen dataset create NAME --from RUN");
            return;
        }

        var table = TitledGrid.Of(
            ["dataset", "rows", "version", "from", "changed (UTC)"], numbers: ["rows"], texts: ["from"]);
        foreach (var entry in entries)
        {
            table.AddRow(
                Markup.Escape(entry.Name),
                entry.Rows is { } rows ? Words.Count(rows) : "",
                entry.Version ?? "[red]broken[/]",
                Markup.Escape(entry.Problem is null ? entry.Runs.Count > 0 ? string.Join(", ", entry.Runs) : "written by hand" : $"evergreen dataset validate {entry.File}"),
                entry.ChangedAt.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture));
        }

        _terminal.Write(table);
    }

    private sealed record Entry(string Name, string File, int? Rows, string? Version, IReadOnlyList<string> Runs, DateTimeOffset ChangedAt, string? Problem = null)
    {
        public static Entry Of(DatasetName dataset)
        {
            var changed = new DateTimeOffset(System.IO.File.GetLastWriteTimeUtc(dataset.File));
            try
            {
                var rows = dataset.Load();
                var runs = rows.Rows.Select(row => row.Source?.Run).OfType<string>().Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);
                return new Entry(dataset.Name, dataset.File, rows.Rows.Count, rows.Version, [.. runs], changed);
            }
            catch (InvalidDataException e)
            {
                return new Entry(dataset.Name, dataset.File, null, null, [], changed, e.Message);
            }
        }
    }
}
