using System.CommandLine;
using Evergreen.Host.Commands;
using Evergreen.Host.Display;
using Evergreen.Insights.Import;
using Evergreen.Insights.Transcripts;

namespace Evergreen.Host.Import;

/// <summary><c>import FILE --out RUN</c>: other people's conversations as a run.</summary>
internal sealed class ImportCommand : EvergreenCommand
{
    public ImportCommand(CommandContext context)
        : base(
            "import",
            "Turn conversations logged elsewhere into a run's folder, which topics, checks, show and dataset take like any other.",
            "import chats.jsonl --out runs/production",
            "import braintrust-logs.jsonl --out runs/monday --json")
    {
        var file = new Argument<string>("FILE")
        {
            Description = "JSON lines: OpenAI-style messages, Braintrust rows, or Braintrust spans.",
        };
        var output = new Option<string>("--out") { Description = "The run's folder, which must be new.", HelpName = "DIR", Required = true };
        var json = new Option<bool>("--json") { Description = "Print the run's record as one JSON object, and nothing else." };
        Add(file);
        Add(output);
        Add(json);
        SetAction(parsed =>
        {
            var (from, to) = (parsed.GetRequiredValue(file), parsed.GetRequiredValue(output));
            ImportedFolder.Check(to);
            var now = context.Clock.GetUtcNow();
            var conversations = ConversationImport.Load(from, now);
            var record = ImportedRun.Describe(Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(to))), from, conversations, now);
            ImportedFolder.Write(to, record, conversations);
            if (parsed.GetValue(json))
            {
                context.Terminal.Out.Write(Tracing.RunJson.Text(record));
            }
            else
            {
                Show(context.Terminal, to, from, record.Totals);
            }

            return ExitCode.Done;
        });
    }

    private static void Show(Terminal terminal, string folder, string file, RunTotals totals)
    {
        var lines = new FieldLines(terminal);
        lines.Title(folder, $"{Words.Count(totals.Conversations, "conversation", "conversations")} from {file}");
        lines.Add("turns", Words.Count(totals.Turns));
        lines.Add("tools", Words.Count(totals.ToolCalls, "call", "calls"));
        lines.Add("endings", Counts(totals.ByEnding, Words.OfEnding));
        lines.Add("category", Counts(totals.ByCategory, name => name));
        lines.Next($"evergreen topics {folder}", $"evergreen checks {folder}", $"evergreen show {folder}");
    }

    private static string Counts(IReadOnlyDictionary<string, int> counts, Func<string, string> name) =>
        string.Join(", ", counts.OrderByDescending(count => count.Value).Select(count => $"{name(count.Key)} {Words.Count(count.Value)}"));
}
