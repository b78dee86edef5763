using System.Globalization;
using System.Text.Json;
using Evergreen.Host.Display;
using Evergreen.Host.Evals;
using Evergreen.Insights.Releases;
using Spectre.Console;

namespace Evergreen.Host.Deployments;

/// <summary>Deployments on screen.</summary>
internal sealed class DeploymentView(Terminal terminal)
{
    private static readonly JsonSerializerOptions Json = new() { WriteIndented = true };

    /// <summary>One that was just made.</summary>
    public void Show(Deployment deployment, DeploymentLog log, string file, bool json)
    {
        if (json)
        {
            terminal.Out.WriteLine(JsonSerializer.Serialize(JsonElement.Parse(DeploymentLog.ToJson(deployment)), Json));
            return;
        }

        var lines = new FieldLines(terminal);
        lines.Title(deployment.Release, $"is the default of generate, chat and eval; version {deployment.Version}");
        var before = deployment.Number > 1 ? log.All[deployment.Number - 2] : null;
        lines.Add("before", before is null ? $"{ReleaseChoice.BeforeAnyDeployment}, as nothing was deployed"
            : before.Version == deployment.Version ? $"{before.Release}, with the same content"
            : before.Release);
        if (deployment.Restores is { } restored)
        {
            lines.Add("back to", $"number {restored}, as it was deployed then");
        }

        if (deployment.Eval is { } eval)
        {
            lines.Add("eval", $"{eval.Experiment} on {eval.Dataset} ({eval.DatasetVersion}), {Words.Count(eval.Trials, "trial", "trials")} a row, model {eval.Model}");
            foreach (var figure in eval.Figures)
            {
                lines.Add("", $"{figure.Scorer} {Figure(figure)}");
            }
        }

        if (deployment.Braintrust is { } prompt)
        {
            lines.Add("prompt", $"version {prompt.Version} of prompt {prompt.PromptId} at Braintrust");
        }

        lines.Add("recorded", $"number {deployment.Number} of {file}");
        lines.Next(log.CanGoBack ? ["evergreen generate --repeat 4", "evergreen deploy --rollback"] : ["evergreen generate --repeat 4"]);
    }

    /// <summary>The history, the latest first.</summary>
    public void List(DeploymentLog log, bool json)
    {
        if (json)
        {
            terminal.Out.WriteLine(JsonSerializer.Serialize(
                new { deployments = log.All.Select(deployment => JsonElement.Parse(DeploymentLog.ToJson(deployment))) }, Json));
            return;
        }

        if (log.Current is not { } current)
        {
            terminal.Console.WriteLine(
                $"Nothing is deployed, so generate, chat and eval play {ReleaseChoice.BeforeAnyDeployment}; deploy one with evergreen deploy RELEASE");
            return;
        }

        var table = TitledGrid.Of(
            ["number", "when (UTC)", "release", "version", "", "eval", "note"], numbers: ["number"], texts: ["eval", "note"]);
        foreach (var deployment in log.All.Reverse())
        {
            table.AddRow(
                deployment.Number.ToString(CultureInfo.InvariantCulture),
                deployment.At.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture),
                Markup.Escape(deployment.Release),
                deployment.Version,
                (deployment == current ? "[green]in force[/]" : "") + (deployment.Restores is { } restored ? $"[grey] back to {restored}[/]" : ""),
                Markup.Escape(deployment.Eval is { } eval ? $"{eval.Experiment}: {string.Join(", ", eval.Figures.Take(3).Select(f => $"{f.Scorer} {Value(f)}"))}" : ""),
                Markup.Escape(deployment.Note ?? ""));
        }

        terminal.Write(table);
        if (ReleaseChoice.Drift(current) is { } drift)
        {
            terminal.Console.WriteLine(drift);
        }
    }

    private static string Figure(DeployedFigure figure) => $"{Value(figure)}{ExperimentView.Text(figure.Interval, figure.Scale)}";

    private static string Value(DeployedFigure figure) => figure.Mean is { } mean ? ExperimentView.Number(mean, figure.Scale) : "not scored";
}
