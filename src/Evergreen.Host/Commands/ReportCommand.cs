using System.CommandLine;
using System.Text;
using Evergreen.Host.Configuration;
using Evergreen.Host.Display;
using Evergreen.Host.Evals;
using Evergreen.Insights.Json;
using Evergreen.Insights.Releases;
using Evergreen.Insights.Reports;

namespace Evergreen.Host.Commands;

/// <summary><c>report RUN|EXPERIMENT...</c>: writes one HTML file that opens without a server.</summary>
internal sealed class ReportCommand : EvergreenCommand
{
    private readonly CommandContext _context;

    private readonly Argument<string[]> _folders = new("RUN|EXPERIMENT")
    {
        Description = "The folder of a run, or an experiment's name or folder. Two runs are set side by side, experiments are compared with the first.",
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly Option<string?> _out = new("--out")
    {
        Description = "Where to write; a report that is there already is replaced. [default: report.html in the first folder]",
        HelpName = "FILE.html",
    };

    private readonly Option<string[]> _where = new("--where")
    {
        Description = "Take only conversations that meet a condition, e.g. category=returns or retries>=1; may be given several times.",
        HelpName = "EXPR",
    };

    public ReportCommand(CommandContext context)
        : base(
            "report",
            "Write a report that opens in a browser: topics, checks, conversations, comparisons.",
            "report runs/v1",
            "report runs/v1 runs/v2 --out before-and-after.html",
            "report sizing-v1 sizing-v2 --where \"category=returns\"")
    {
        _context = context;
        Add(_folders);
        Add(_out);
        Add(_where);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken stop)
    {
        var folders = parsed.GetRequiredValue(_folders).Select(name => ReportFolder.Open(PathOf(name))).ToList();
        var file = parsed.GetValue(_out) ?? Path.Combine(folders[0].Path, "report.html");
        Refuse(file);
        var report = await ReportMaker.MakeAsync(folders, parsed.GetValue(_where) ?? [], _context.Clock.GetUtcNow(), Release, stop);
        var page = Encoding.UTF8.GetBytes(ReportPage.Of(report));
        Replace(file, page);
        _context.Terminal.Out.WriteLine(
            $"{file}: {Words.Count(report.Conversations.Count, "conversation", "conversations")}, {Words.Bytes(page.Length)}; open it in a browser");
        return ExitCode.Done;
    }

    private static Release? Release(string nameOrFile)
    {
        try
        {
            return ReleaseFile.Load(nameOrFile, ContentFiles.Find("releases"));
        }
        catch (FileNotFoundException)
        {
            // A report of an old run is worth having without the release that it was made with.
            return null;
        }
    }

    // A name alone is an experiment's; where there is none of that name it is a folder here.
    private static string PathOf(string name)
    {
        var experiment = ExperimentFolders.PathOf(name);
        return Directory.Exists(experiment) ? experiment : name;
    }

    private static void Refuse(string file)
    {
        if (Directory.Exists(file))
        {
            throw new ArgumentException($"--out {file}: is a folder; name a file in it, e.g. {Path.Combine(file, "report.html")}");
        }

        if (!file.EndsWith(".html", StringComparison.OrdinalIgnoreCase) && !file.EndsWith(".htm", StringComparison.OrdinalIgnoreCase))
        {
            throw new ArgumentException($"--out {file}: a report is an HTML file, and nothing else is replaced; name it {file}.html");
        }
    }

    private static void Replace(string file, byte[] page)
    {
        if (Path.GetDirectoryName(file) is { Length: > 0 } folder)
        {
            Directory.CreateDirectory(folder);
        }

        WholeFile.Write(file, page);
    }
}
