using System.CommandLine;
using Evergreen.Host.Commands;
using Evergreen.Host.Display;

namespace Evergreen.Host.Datasets;

/// <summary><c>dataset validate NAME</c></summary>
internal sealed class DatasetValidateCommand : EvergreenCommand
{
    public DatasetValidateCommand(Terminal terminal)
        : base("validate", "Check a dataset and say what is wrong with it.", "dataset validate sizing-returns", "dataset validate by-hand.jsonl")
    {
        var name = new Argument<string>("NAME|FILE") { Description = "A dataset's name or file." };
        var json = new Option<bool>("--json") { Description = "Print the counts as one JSON object, and nothing else." };
        Add(name);
        Add(json);
        SetAction(parsed =>
        {
            var file = DatasetName.Parse(parsed.GetRequiredValue(name));
            var dataset = file.Load();
            var messages = dataset.Rows.CountBy(row => row.Metadata.NumCustomerMessages).OrderBy(count => count.Key).ToList();
            var expected = dataset.Rows.Count(row => row.Expected is not null);
            if (parsed.GetValue(json))
            {
                terminal.WriteJson(new
                {
                    file.Name,
                    file.File,
                    dataset.Version,
                    Rows = dataset.Rows.Count,
                    WithExpected = expected,
                    RowsByCustomerMessages = messages.ToDictionary(count => count.Key, count => count.Value),
                });
                return ExitCode.Done;
            }

            terminal.Out.WriteLine($"{file.File}: {Words.Count(dataset.Rows.Count, "row", "rows")}, all valid, version {dataset.Version}");
            foreach (var (count, rows) in messages)
            {
                terminal.Out.WriteLine($"  {Words.Count(count, "customer message", "customer messages"),-22}{Words.Count(rows),6}");
            }

            terminal.Out.WriteLine($"  {"with expected",-22}{Words.Count(expected),6}");
            return ExitCode.Done;
        });
    }
}
