using System.CommandLine;
using Evergreen.Host.Braintrust;
using Evergreen.Host.Commands;
using Evergreen.Host.Display;
using Evergreen.Host.Tracing;

namespace Evergreen.Host.Datasets;

/// <summary><c>dataset push NAME</c></summary>
internal sealed class DatasetPushCommand : EvergreenCommand
{
    public DatasetPushCommand(CommandContext context)
        : base(
            "push",
            $"Put a dataset's rows into Braintrust's dataset of that name, which is made when there is none. Needs {BraintrustSettings.KeyVariable}.",
            "dataset push sizing-returns")
    {
        var name = new Argument<string>("NAME") { Description = "A dataset's name or file." };
        var redact = DeliverySettings.RedactOption();
        var wait = RemoteSettings.WaitOption();
        var json = new Option<bool>("--json") { Description = "Print what came of it as one JSON object, and nothing else." };
        Add(name);
        Add(redact);
        Add(wait);
        Add(json);
        SetAction(async (parsed, stop) =>
        {
            var file = DatasetName.Parse(parsed.GetRequiredValue(name));
            var dataset = file.Load();
            using var client = RemoteSettings.Client(context, wait.Of(parsed));
            var remote = await client.MakeDatasetAsync(file.Name, stop);
            var (report, refused) = await client.InsertAsync("dataset", remote, dataset.Rows.Select(BraintrustDatasetRow.ToEvent), parsed.GetValue(redact), stop);
            var isWhole = report is { Pending: 0, Refused: 0 };
            var there = isWhole ? await client.FetchAsync(remote, version: null, stop) : null;
            var more = there is null ? 0 : there.Rows.Select(row => BraintrustClient.Text(row, "id")).Except(dataset.Rows.Select(row => row.Id)).Count();
            if (parsed.GetValue(json))
            {
                context.Terminal.WriteJson(new
                {
                    file.Name,
                    file.File,
                    Project = client.Project!.Name,
                    DatasetId = remote.Id,
                    there?.Version,
                    report.Delivered,
                    report.Pending,
                    report.Refused,
                    OtherRowsThere = more,
                });
            }
            else
            {
                var lines = new FieldLines(context.Terminal);
                lines.Title(file.File, $"{Words.Count(report.Delivered)} of {Words.Count(dataset.Rows.Count, "row", "rows")} at Braintrust");
                lines.Add("dataset", $"{remote.Name} of project {client.Project!.Name}{(there?.Version is { } version ? $", version {version}" : "")}");
                if (more > 0)
                {
                    lines.Add("besides", $"{Words.Count(more, "row is", "rows are")} there and not here; they are left alone");
                }
            }

            foreach (var trouble in refused.Concat(isWhole ? [] : new[] { report.Stopped ?? report.Trouble }.OfType<string>()))
            {
                context.Terminal.Fail(trouble);
            }

            return isWhole ? ExitCode.Done : stop.IsCancellationRequested ? ExitCode.Interrupted : ExitCode.Failures;
        });
    }
}
