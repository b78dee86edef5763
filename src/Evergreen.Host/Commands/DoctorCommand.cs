using System.CommandLine;
using System.Data.Common;
using Evergreen.Host.Checkups;
using Evergreen.Host.Configuration;
using Evergreen.Host.Models;
using Evergreen.Host.Telemetry;
using Evergreen.Host.Tracing;
using Evergreen.Insights.Releases;
using Evergreen.Insights.Scenarios;
using Evergreen.Tools.Storage;
using Microsoft.Extensions.AI;
using Spectre.Console;

namespace Evergreen.Host.Commands;

/// <summary><c>doctor</c>: what a run would use, why, and the mend for what is broken.</summary>
internal sealed class DoctorCommand : EvergreenCommand
{
    private readonly CommandContext _context;
    private readonly Option<bool> _live = new("--live") { Description = "Also ask the model for one word, which may cost a fraction of a cent." };

    public DoctorCommand(CommandContext context)
        : base("doctor", "Check what a run would use, and say how to mend what is broken.", "doctor", "doctor --live")
    {
        _context = context;
        Add(_live);
        SetAction(async (parsed, stop) =>
        {
            var findings = new List<Finding>();
            await foreach (var finding in CheckAsync(parsed.GetValue(_live), stop))
            {
                findings.Add(finding);
            }

            Show(findings);
            return findings.Any(finding => finding.State == State.Broken) ? ExitCode.WrongUsage : ExitCode.Done;
        });
    }

    private enum State
    {
        Ok,
        Unused,
        Broken,
    }

    private async IAsyncEnumerable<Finding> CheckAsync(bool live, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken stop)
    {
        yield return new Finding("runtime", State.Ok, $".NET {Environment.Version} on {Environment.ProcessorCount} cores");
        yield return await Try("scenarios", () =>
        {
            var file = ContentFiles.Find("scenarios.json");
            return Task.FromResult($"{ScenarioFile.Load(file).Count} in {file}");
        });
        yield return await Try("releases", () =>
        {
            var folder = ContentFiles.Find("releases");
            var names = ReleaseFile.Known(folder).Select(name => ReleaseFile.Load(name, folder).Name).ToList();
            return Task.FromResult($"{string.Join(", ", names)} in {folder}");
        });
        yield return await Try("prices", () =>
        {
            var file = ContentFiles.Find("prices.json");
            Actors.Models.Accounting.PriceTable.Load(file);
            return Task.FromResult(file);
        });
        yield return await Try("model", () => ModelAsync(live, stop));
        yield return _context.Variable(Shops.PostgresVariable) is { Length: > 0 } connection
            ? await Try("postgres", () => DatabaseAsync(connection, stop))
            : new Finding("postgres", State.Unused, $"{Shops.PostgresVariable} is not set; the embedded SQLite is used");
        using var service = new ServiceCheckup(_context.Clock);
        yield return Incomplete("supabase", "the shop in this process is used", Shops.SupabaseUrlVariable, Shops.SupabaseKeyVariable)
            ?? await Try("supabase", () => SupabaseCheckup.RunAsync(service, _context.Variable, stop));
        yield return Incomplete("braintrust", "traces stay on disk", BraintrustSettings.KeyVariable)
            ?? await Try("braintrust", () => BraintrustCheckup.RunAsync(service, BraintrustSettings.Read(_context.Variable)!, stop));
        yield return Incomplete("otlp", "traces are exported with --otlp only", OtlpSettings.EndpointVariable)
            ?? await Try("otlp", () => CollectorAsync(service, stop));
    }

    private async Task<string> ModelAsync(bool live, CancellationToken stop)
    {
        var endpoint = OpenAIEndpoint.Read(_context.Variable);
        var choice = ModelChoice.Choose(asked: null, endpoint);
        if (!live || choice.Source != ModelSource.Endpoint)
        {
            return $"{choice.Model}: {choice.Reason}";
        }

        using var provider = new OpenAIProvider(endpoint, _context.Clock);
        using var model = provider.Model(choice.Model);
        var answer = await model.GetResponseAsync("Answer with the one word: ready", new ChatOptions { MaxOutputTokens = 16 }, stop);
        return $"{choice.Model}: {choice.Reason}; it answered \"{answer.Text.Trim()}\"";
    }

    private static async Task<string> DatabaseAsync(string connection, CancellationToken stop)
    {
        var check = await PostgresDatabase.CheckAsync(connection, stop);
        return check.Problem is null ? $"PostgreSQL {check.Server}, schema {PostgresDatabase.Schema}" : throw new ArgumentException(check.Problem);
    }

    private async Task<string> CollectorAsync(ServiceCheckup service, CancellationToken stop) =>
        OtlpSettings.Read(null, _context.Variable) is { } settings
            ? await CollectorCheckup.RunAsync(service, settings, stop)
            : $"switched off by {OtlpSettings.DisabledVariable}";

    /// <summary>What to say of a service whose variables are not all set; null when they are.</summary>
    private Finding? Incomplete(string name, string otherwise, params string[] needed)
    {
        var missing = needed.Where(variable => string.IsNullOrWhiteSpace(_context.Variable(variable))).ToList();
        return missing.Count == 0 ? null
            : missing.Count == needed.Length ? new Finding(name, State.Unused, $"{missing[0]} is not set; {otherwise}")
            : new Finding(name, State.Broken, $"set {string.Join(" and ", missing)} too");
    }

    private static async Task<Finding> Try(string name, Func<Task<string>> check)
    {
        try
        {
            return new Finding(name, State.Ok, await check());
        }
        catch (Exception e) when (e is IOException or InvalidDataException or ArgumentException or DbException or InvalidOperationException
            or Actors.Models.ProviderException)
        {
            return new Finding(name, State.Broken, e.Message);
        }
    }

    private void Show(IEnumerable<Finding> findings)
    {
        var table = new Grid().AddColumn(new GridColumn().NoWrap()).AddColumn(new GridColumn().NoWrap()).AddColumn();
        foreach (var (name, state, text) in findings)
        {
            var word = state switch
            {
                State.Ok => "[green]ok[/]",
                State.Unused => "[grey]unused[/]",
                _ => "[red]broken[/]",
            };
            table.AddRow(name, word, Markup.Escape(text));
        }

        _context.Terminal.Write(table);
    }

    private sealed record Finding(string Name, State State, string Text);
}
