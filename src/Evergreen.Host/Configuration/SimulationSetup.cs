using System.CommandLine;
using System.Globalization;
using Evergreen.Host.Deployments;
using Evergreen.Host.Models;
using Evergreen.Host.Telemetry;
using Evergreen.Insights.Releases;
using Evergreen.Insights.Transcripts;
using Evergreen.Tools.Services;

namespace Evergreen.Host.Configuration;

/// <summary>What agent works in what shop, read and checked.</summary>
internal sealed record SimulationSetup
{
    /// <summary>Which release, and why that one.</summary>
    public required ReleaseChoice ReleaseChoice { get; init; }

    public Release Release => ReleaseChoice.Release;

    public required string CustomerPrompt { get; init; }

    public required FaultPlan Faults { get; init; }

    public required long Seed { get; init; }

    public required double Temperature { get; init; }

    /// <summary>One of <see cref="Shops.Stores"/>.</summary>
    public required string Store { get; init; }

    /// <summary>Whether the shop is somebody else's, with a store and faults of its own.</summary>
    public bool IsRemoteShop { get; init; }

    /// <summary>What time it is in the shop.</summary>
    public required DateTimeOffset WorldClock { get; init; }

    /// <summary>The run's folder.</summary>
    public required string Folder { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>The way to the models.</summary>
    public required ModelGateways Models { get; init; }

    /// <summary>The customers' model, as it was named; null for the agent's.</summary>
    public string? CustomerModel { get; init; }

    /// <summary>Where the run is exported to over OTLP; null for nowhere.</summary>
    public OtlpSettings? Otlp { get; init; }

    /// <summary>The agent's model, as it is recorded.</summary>
    public string Model => Models.Agent.Model;

    /// <summary>The run's name: its folder's.</summary>
    public string Name => Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(Folder)));

    /// <summary>Part of every span id, and never the same twice.</summary>
    public string RunId => string.Create(CultureInfo.InvariantCulture, $"{Name}@{StartedAt:yyyy-MM-ddTHH:mm:ss.fffffffZ}");

    /// <summary>Whether conversations in isolated worlds come out the same again, or why not.</summary>
    public string Reproducible =>
        Models.Agent.Source == ModelSource.Endpoint ? "no: a real model need not answer the same twice"
        : IsRemoteShop ? "no: the shop is a remote one"
        : "yes";

    /// <summary>The export of the run; null when there is none.</summary>
    /// <param name="redact">Whether e-mail addresses are masked.</param>
    /// <param name="clock">Wall clock and stopwatch.</param>
    public OtlpExport? BeginExport(bool redact, TimeProvider clock) =>
        Otlp is null ? null : new OtlpExport(Otlp, Folder, redact, isPlayed: true, clock);

    /// <summary>The record of a run that begins now.</summary>
    /// <param name="parsed">Every option of the command is recorded as it was written or defaulted.</param>
    /// <param name="reproducible">Whether the same options give the same conversations, or why not.</param>
    /// <param name="used">Options whose default only turned out now.</param>
    public RunRecord Begin(ParseResult parsed, string reproducible, params ReadOnlySpan<(string Name, string? Value)> used)
    {
        var options = parsed.CommandResult.Command.Options
            .Where(option => option.Name is not ("--help" or "--json" or "--verbose"))
            .ToDictionary(
                option => option.Name.TrimStart('-').Replace('-', '_'),
                option => parsed.GetResult(option) is { Implicit: false } given
                    ? string.Join(' ', given.Tokens.Select(token => token.Value))
                    : option.HasDefaultValue ? option.GetDefaultValue()?.ToString() : null);
        options["out"] = Folder;
        options["world_clock"] = WorldClock.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
        options["model"] = Model;
        options["otlp"] = Otlp?.Endpoint.AbsoluteUri;
        options["release"] = ReleaseChoice.Source;
        options["release_version"] = ReleaseChoice.Version;
        options["release_reason"] = ReleaseChoice.Reason;
        foreach (var (name, value) in used)
        {
            options[name] = value;
        }

        return new RunRecord
        {
            Run = new RunInfo(Name, RunId, RunStatus.Running, StartedAt)
            {
                Reproducible = reproducible,
                Version = typeof(SimulationSetup).Assembly.GetName().Version?.ToString(3),
            },
            Options = options,
        };
    }
}
