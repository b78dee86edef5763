using System.CommandLine;
using Evergreen.Host.Commands;
using Evergreen.Host.Deployments;
using Evergreen.Host.Telemetry;
using Evergreen.Host.Tracing;
using Evergreen.Rehearsal;
using Evergreen.Tools.Services;

namespace Evergreen.Host.Configuration;

/// <summary>The options that say what agent works in what shop: the same for a run and for a chat.</summary>
/// <param name="faults">How the shop's services fail by default.</param>
internal sealed class SimulationSettings(string faults = "mild")
{
    private readonly Setting<double> _temperature = new("--temperature", "1.0", SettingText.Number(0, 2))
    {
        Description = "The agent's sampling temperature, 0 to 2; at 0 it always makes its best move.",
        HelpName = "T",
    };

    private readonly Setting<long> _seed = new("--seed", "0", SettingText.Seed)
    {
        Description = "Everything drawn by lot is drawn from it: order, tones, faults, the rehearsal model's dice.",
        HelpName = "S",
    };

    private readonly Setting<string> _release = new("--release", null, SettingText.AsIs)
    {
        Description = $"What is under test: v1, v2, or a release file; by default the deployed one, {ReleaseChoice.BeforeAnyDeployment} when nothing is.",
        HelpName = "NAME|FILE",
    };

    private readonly Setting<string> _deployments = DeploymentsOption();

    private readonly Setting<string> _faults = new("--faults", faults, SettingText.AsIs)
    {
        Description = "How the shop's services fail: none, mild (5 % 5xx), harsh (20 % 5xx, 5 % time-outs, 5 % lost replies), or a fault plan.",
        HelpName = "NAME|FILE",
    };

    private readonly Setting<string> _store = new("--store", "sqlite", SettingText.OneOf(Shops.Stores))
    {
        Description = $"Where the shop's rows are kept: sqlite (shop.db in the run's folder), memory, or postgres ({Shops.PostgresVariable}).",
        HelpName = "STORE",
    };

    private readonly Setting<string> _shop = new("--shop", "simulated", SettingText.OneOf("simulated", "supabase"))
    {
        Description = $"simulated: the shop in this process; supabase: the project that {Shops.SupabaseUrlVariable} and "
            + $"{Shops.SupabaseKeyVariable} name, which has its own store and faults.",
        HelpName = "SHOP",
    };

    private readonly Setting<LatencyRange> _latency = new("--latency", "0", SettingText.Latency)
    {
        Description = "How long the rehearsal model takes to answer, e.g. 200ms or 100ms..300ms.",
        HelpName = "TIME",
    };

    private readonly Setting<DateTimeOffset?> _worldClock = new("--world-clock", null, text => SettingText.Moment(text))
    {
        Description = "What time it is in the shop, e.g. 2026-03-31; today by default. Recorded, so that a run can be repeated exactly.",
        HelpName = "DATE",
    };

    private readonly Setting<string> _out = new("--out", null, SettingText.AsIs)
    {
        Description = "The run's folder, which must be new; by default one under runs/ named after the time.",
        HelpName = "DIR",
    };

    private readonly Setting<Uri> _otlp = OtlpOption(
        $"Also export spans and metrics to an OpenTelemetry collector, over HTTP; by default to {OtlpSettings.EndpointVariable}.");

    private readonly ModelOptions _models = new();

    /// <summary>Whether the log goes to the error stream.</summary>
    public Option<bool> Verbose { get; } = new("--verbose") { Description = "Write the log to the error stream instead of run.log." };

    /// <summary>The option that says which collector a run is exported to.</summary>
    public static Setting<Uri> OtlpOption(string description) => new("--otlp", null, OtlpSettings.Address)
    {
        Description = description,
        HelpName = "URL",
    };

    /// <summary>Where the history of deployments lies.</summary>
    public static Setting<string> DeploymentsOption() => new("--deployments", "deployments.jsonl", SettingText.AsIs)
    {
        Description = "The history of deployments, which says what is deployed.",
        HelpName = "FILE",
    };

    /// <summary>Gives a command these options.</summary>
    public void AddTo(Command command)
    {
        AddForEvalTo(command);
        command.Add(_temperature);
        command.Add(_out);
        command.Add(_otlp);
    }

    /// <summary>Gives a command those of them that an evaluation leaves open: its temperature is 0, its folder an experiment's.</summary>
    public void AddForEvalTo(Command command)
    {
        foreach (var option in new Option[] { _release, _seed, _shop, _faults, _store, _latency, _worldClock, _deployments })
        {
            command.Add(option);
        }

        _models.AddTo(command);
        command.Add(Verbose);
    }

    /// <summary>Reads and checks everything that was asked for; nothing is made yet.</summary>
    /// <exception cref="IOException">A file is missing.</exception>
    /// <exception cref="InvalidDataException">A file is broken.</exception>
    /// <exception cref="ArgumentException">The run's folder cannot be used.</exception>
    public SimulationSetup Read(ParseResult parsed, CommandContext context, string kind)
    {
        var folder = _out.Of(parsed) ?? NewFolder($"{context.Clock.GetUtcNow():yyyy-MM-dd-HHmmss}{kind}");
        RunRecorder.Check(folder);
        return Read(parsed, context, folder, _temperature.Of(parsed)) with { Otlp = OtlpSettings.Read(_otlp.Of(parsed), context.Variable) };
    }

    /// <summary>The same for an evaluation that is written to <paramref name="folder"/>.</summary>
    public SimulationSetup ReadForEval(ParseResult parsed, CommandContext context, string folder) => Read(parsed, context, folder, temperature: 0);

    private SimulationSetup Read(ParseResult parsed, CommandContext context, string folder, double temperature)
    {
        var now = context.Clock.GetUtcNow();
        var models = _models.Open(parsed, context, () => Rehearsal(parsed, context), _seed.Of(parsed));
        return new SimulationSetup
        {
            ReleaseChoice = ReleaseChoice.Read(_release.Of(parsed), Deployments(parsed)),
            CustomerPrompt = File.ReadAllText(ContentFiles.Find(Path.Combine("prompts", "customer.md"))),
            Faults = FaultPlan.Load(_faults.Of(parsed)!),
            Seed = _seed.Of(parsed),
            Temperature = temperature,
            Store = _store.Of(parsed)!,
            IsRemoteShop = _shop.Of(parsed) == "supabase",
            WorldClock = _worldClock.Of(parsed) ?? new DateTimeOffset((models.RecordedAt ?? now).UtcDateTime.Date, TimeSpan.Zero),
            Folder = folder,
            StartedAt = now,
            Models = models,
            CustomerModel = _models.CustomerModel(parsed),
        };
    }

    /// <summary>The usual history need not be there yet; one that was named must, or another release than the one deployed would be played.</summary>
    private string Deployments(ParseResult parsed)
    {
        var history = _deployments.Of(parsed)!;
        return !_deployments.IsGiven(parsed) || Path.Exists(history)
            ? history
            : throw new ArgumentException($"--deployments {history}: no such file; give the history that deploy wrote, or name the release by --release");
    }

    private RehearsalChatClient Rehearsal(ParseResult parsed, CommandContext context) =>
        new(new RehearsalOptions { Latency = _latency.Of(parsed), TimeProvider = context.Clock });

    private static string NewFolder(string name) =>
        Enumerable.Range(1, int.MaxValue)
            .Select(number => Path.Combine("runs", number == 1 ? name : $"{name}-{number}"))
            .First(path => !Path.Exists(path));
}
