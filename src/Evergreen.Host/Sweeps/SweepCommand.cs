using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Evergreen.Host.Commands;
using Evergreen.Host.Display;
using Evergreen.Insights.Json;
using Evergreen.Insights.Sweeps;
using Evergreen.Insights.Transcripts;

namespace Evergreen.Host.Sweeps;

/// <summary><c>sweep</c>: types <c>generate</c> for each pair of a concurrency and a temperature, and sets what comes out side by side.</summary>
internal sealed class SweepCommand : EvergreenCommand
{
    private readonly CommandContext _context;

    private readonly Setting<IReadOnlyList<int>> _concurrency = new("--concurrency", "10,100", SettingText.List(SettingText.WholeNumber(1, 1_000_000)))
    {
        Description = "The most conversations under way at once: one or more, with commas between.",
        HelpName = "N,N",
    };

    private readonly Setting<IReadOnlyList<double>> _temperature = new("--temperature", "0,1.0", SettingText.List(SettingText.Number(0, 2)))
    {
        Description = "The agent's sampling temperature, 0 to 2: one or more, with commas between.",
        HelpName = "T,T",
    };

    private readonly Setting<string> _out = new("--out", null, SettingText.AsIs)
    {
        Description = "A new folder for the runs and sweep.json; by default sweeps/ and the time.",
        HelpName = "DIR",
    };

    private readonly Argument<string[]> _options = new("OPTION")
    {
        Description = "Further options are those of generate, and are passed on to it: see evergreen generate --help.",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private readonly Option<bool> _json = new("--json") { Description = "Print what came out as one JSON object, and nothing else." };

    public SweepCommand(CommandContext context)
        : base(
            "sweep",
            "Generate at every pair of a concurrency and a temperature, one after another, and compare pace and outcomes.",
            "sweep --latency 200ms",
            "sweep --concurrency 10,100,1000 --temperature 0,0.7,1.4 --release v1 --repeat 10 --seed 7 --out sweeps/v1")
    {
        _context = context;
        Add(_concurrency);
        Add(_temperature);
        Add(_out);
        Add(_json);
        Add(_options);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken stop)
    {
        var folder = NewFolder.Choose(_out.Of(parsed), "sweeps", _context.Clock);
        var settings = _temperature.Of(parsed)!.SelectMany(temperature => _concurrency.Of(parsed)!.Select(concurrency => (concurrency, temperature))).ToList();
        var sweep = new Sweep(Path.GetFileName(Path.TrimEndingDirectorySeparator(folder)), parsed.GetValue(_options) ?? [], settings.Count, []);
        var reader = new SweepReader();
        var worst = ExitCode.Done;
        foreach (var (concurrency, temperature) in settings)
        {
            var run = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"c{concurrency}-t{temperature}"));
            _context.Terminal.Error.WriteLine($"{run} ({sweep.Runs.Count + 1} of {sweep.Asked})");
            worst = Math.Max(worst, await CommandLine.RunAsync(Generate(sweep.Options, run, concurrency, temperature), Quietly(), stop));
            if (Directory.Exists(run))
            {
                sweep = sweep with { Runs = [.. sweep.Runs, reader.Read(RunFolder.Open(run), concurrency, temperature)] };
                WholeFile.Write(
                    Path.Combine(folder, Sweep.File), [.. JsonSerializer.SerializeToUtf8Bytes(sweep, SweepJson.Default.Sweep), (byte)'\n']);
            }

            if (worst > ExitCode.Failures)
            {
                break;
            }
        }

        if (sweep.Runs.Count == 0)
        {
            return worst;
        }

        if (parsed.GetValue(_json))
        {
            _context.Terminal.Out.WriteLine(JsonSerializer.Serialize(sweep, SweepJson.Default.Sweep));
        }
        else
        {
            new SweepView(_context.Terminal).Show(folder, sweep);
        }

        return worst;
    }

    private static string[] Generate(IReadOnlyList<string> options, string run, int concurrency, double temperature) =>
    [
        "generate", .. options,
        "--concurrency", concurrency.ToString(CultureInfo.InvariantCulture),
        "--temperature", temperature.ToString(CultureInfo.InvariantCulture),
        "--out", run,
        "--json",
    ];

    /// <summary>What a run prints would be in the way here; what it has to say on the error stream is not.</summary>
    private CommandContext Quietly() => _context with { Terminal = Terminal.Plain(_context.Terminal.In, TextWriter.Null, _context.Terminal.Error) };
}
