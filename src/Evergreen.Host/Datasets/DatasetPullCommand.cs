using System.CommandLine;
using Evergreen.Host.Braintrust;
using Evergreen.Host.Commands;
using Evergreen.Host.Display;
using Evergreen.Host.Tracing;
using Evergreen.Insights.Datasets;

namespace Evergreen.Host.Datasets;

/// <summary><c>dataset pull NAME</c></summary>
internal sealed class DatasetPullCommand : EvergreenCommand
{
    public DatasetPullCommand(CommandContext context)
        : base(
            "pull",
            $"Make a dataset of the rows of Braintrust's dataset of that name. Needs {BraintrustSettings.KeyVariable}.",
            "dataset pull sizing-returns",
            "dataset pull sizing-returns --version 1000192656880881099 --to sizing-returns-before")
    {
        var name = new Argument<string>("NAME") { Description = "The dataset's name at Braintrust, and here." };
        var version = new Setting<string>("--version", null, SettingText.AsIs) { Description = "The rows as they were at this version; without it, as they are now.", HelpName = "V" };
        var to = new Setting<string>("--to", null, SettingText.AsIs) { Description = "What the dataset is called here, or its file; it must be new.", HelpName = "NAME|FILE" };
        var wait = RemoteSettings.WaitOption();
        var json = new Option<bool>("--json") { Description = "Print what was made as one JSON object, and nothing else." };
        Add(name);
        Add(version);
        Add(to);
        Add(wait);
        Add(json);
        SetAction(async (parsed, stop) =>
        {
            var asked = DatasetName.Parse(parsed.GetRequiredValue(name));
            var file = to.Of(parsed) is { } target ? DatasetName.Parse(target) : asked;
            file.CheckNew();
            using var client = RemoteSettings.Client(context, wait.Of(parsed));
            var fetched = await client.FetchAsync(await client.FindDatasetAsync(asked.Name, stop), version.Of(parsed), stop);
            if (fetched.Rows.Count == 0)
            {
                throw new ArgumentException($"dataset \"{asked.Name}\" at Braintrust has no rows{(version.Of(parsed) is { } at ? $" at version {at}" : "")}");
            }

            var dataset = Read(fetched.Rows.Select(BraintrustDatasetRow.ToLine));
            DatasetFile.Save(file.File, dataset);
            if (parsed.GetValue(json))
            {
                context.Terminal.WriteJson(new
                {
                    file.Name,
                    file.File,
                    Rows = dataset.Rows.Count,
                    dataset.Version,
                    Project = client.Project!.Name,
                    BraintrustVersion = fetched.Version,
                });
            }
            else
            {
                var lines = new FieldLines(context.Terminal);
                lines.Title(file.File, $"{Words.Count(dataset.Rows.Count, "row", "rows")}, version {dataset.Version}");
                lines.Add("from", $"dataset {asked.Name} of project {client.Project!.Name} at Braintrust, version {fetched.Version}");
                lines.Next($"evergreen dataset show {file.Typed}");
            }

            return ExitCode.Done;
        });
    }

    /// <summary>Other people's rows are checked as strictly as a file.</summary>
    private static Dataset Read(IEnumerable<string> lines)
    {
        var temporary = Directory.CreateTempSubdirectory("evergreen-rows-");
        try
        {
            var file = Path.Combine(temporary.FullName, "rows.jsonl");
            File.WriteAllLines(file, lines);
            return DatasetFile.Load(file);
        }
        catch (InvalidDataException e)
        {
            throw new InvalidDataException(
                e.Message.Replace(Path.Combine(temporary.FullName, "rows.jsonl"), "Braintrust's rows, in the order of their ids", StringComparison.Ordinal), e);
        }
        finally
        {
            temporary.Delete(recursive: true);
        }
    }
}
