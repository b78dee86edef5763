using System.CommandLine;
using System.Globalization;
using Evergreen.Host.Commands;
using Evergreen.Host.Display;
using Evergreen.Insights.Datasets;
using Evergreen.Insights.Topics.Runs;
using Evergreen.Insights.Transcripts;

namespace Evergreen.Host.Datasets;

/// <summary><c>dataset create NAME --from RUN</c></summary>
internal sealed class DatasetCreateCommand : EvergreenCommand
{
    private readonly Terminal _terminal;

    private readonly Argument<string> _name = new("NAME") { Description = "What the dataset will be called, or its file; it must be new." };

    private readonly Option<string[]> _from = new("--from")
    {
        Description = "The folder of a run whose conversations are taken; may be given several times.",
        HelpName = "RUN",
        Required = true,
    };

    private readonly Option<string[]> _where = new("--where")
    {
        Description = "Take only conversations that meet this condition, e.g. sentiment=negative, task~returns, retries>=1; may be given several times.",
        HelpName = "CONDITION",
    };

    private readonly Setting<IReadOnlyList<(string Name, double Share)>> _split = new("--split", null, SplitText.Parse)
    {
        Description = "Part the rows by chance into datasets NAME-PART of their own as well, e.g. train=0.8,test=0.2.",
        HelpName = "PART=SHARE,…",
    };

    private readonly Setting<long> _seed = new("--seed", "0", SettingText.Seed)
    {
        Description = "What the parts are drawn from.",
        HelpName = "S",
    };

    private readonly Option<bool> _json = new("--json") { Description = "Print what was made as one JSON object, and nothing else." };

    public DatasetCreateCommand(Terminal terminal)
        : base(
            "create",
            "Make a dataset from conversations; of those that say the same, the first is kept.",
            "dataset create sizing-returns --from runs/v1 --where sentiment=negative --where task~returns",
            "dataset create hard --from runs/v1 --from runs/v2 --where ending=Escalated --split train=0.8,test=0.2 --seed 7")
    {
        _terminal = terminal;
        Add(_name);
        foreach (var option in new Option[] { _from, _where, _split, _seed, _json })
        {
            Add(option);
        }

        SetAction(Run);
    }

    private int Run(ParseResult parsed)
    {
        var name = DatasetName.Parse(parsed.GetRequiredValue(_name));
        var shares = _split.Of(parsed) ?? [];
        name.CheckNew();
        foreach (var (part, _) in shares)
        {
            name.Part(part).CheckNew();
        }

        var runs = parsed.GetRequiredValue(_from).Distinct(StringComparer.Ordinal)
            .Select(path => RunSubjects.Of(RunFolder.Open(path))).ToList();
        var selection = Selection.Of(runs, parsed.GetValue(_where) ?? []);
        var draft = Dataset.From(selection.Conversations);
        var parts = shares.Count > 0 ? draft.Dataset.Split(_seed.Of(parsed), shares) : new Dictionary<string, Dataset>();
        var empty = parts.FirstOrDefault(part => part.Value.Rows.Count == 0).Key;
        if (draft.Dataset.Rows.Count == 0 || empty is not null)
        {
            throw new ArgumentException(empty is null
                ? "no row is left: in none of the conversations did the customer say anything"
                : $"--split: {Words.Count(draft.Dataset.Rows.Count, "row leaves", "rows leave")} part \"{empty}\" empty; take more conversations or a larger share");
        }

        DatasetFile.Save(name.File, draft.Dataset);
        foreach (var (part, dataset) in parts)
        {
            DatasetFile.Save(name.Part(part).File, dataset);
        }

        Show(parsed, name, runs, selection, draft, parts);
        return ExitCode.Done;
    }

    private void Show(
        ParseResult parsed,
        DatasetName name,
        List<RunSubjects> runs,
        Selection selection,
        DatasetDraft draft,
        IReadOnlyDictionary<string, Dataset> parts)
    {
        var conditions = parsed.GetValue(_where) ?? [];
        if (parsed.GetValue(_json))
        {
            _terminal.WriteJson(new
            {
                name.Name,
                name.File,
                Rows = draft.Dataset.Rows.Count,
                draft.Dataset.Version,
                From = runs.Select(run => run.Run.Path),
                Where = conditions,
                Conversations = selection.Looked,
                Selected = selection.Conversations.Count,
                draft.Duplicates,
                draft.Silent,
                Parts = parts.Select(part => new { Name = name.Part(part.Key).Name, name.Part(part.Key).File, Rows = part.Value.Rows.Count, part.Value.Version }),
            });
            return;
        }

        var lines = new FieldLines(_terminal);
        lines.Title(name.File, $"{Words.Count(draft.Dataset.Rows.Count, "row", "rows")}, version {draft.Dataset.Version}");
        lines.Add("from", $"{string.Join(", ", runs.Select(run => run.Run.Path))}: "
            + $"{Words.Count(selection.Conversations.Count)} of {Words.Count(selection.Looked, "conversation", "conversations")}");
        if (conditions.Length > 0)
        {
            lines.Add("where", string.Join(", ", conditions));
        }

        if (draft.Duplicates > 0)
        {
            lines.Add("left out", $"{Words.Count(draft.Duplicates)} whose customer says what another's says");
        }

        if (draft.Silent > 0)
        {
            lines.Add("left out", $"{Words.Count(draft.Silent)} whose customer says nothing");
        }

        foreach (var (part, dataset) in parts)
        {
            lines.Add(part, $"{name.Part(part).File}  {Words.Count(dataset.Rows.Count, "row", "rows")}, version {dataset.Version}");
        }

        lines.Next($"evergreen dataset show {name.Typed}", $"evergreen eval {name.Typed} --release v2");
    }

    /// <summary>How parts and shares are written.</summary>
    private static class SplitText
    {
        private const string Mend = "write PART=SHARE,PART=SHARE with shares that add up to 1, e.g. train=0.8,test=0.2";

        public static List<(string Name, double Share)> Parse(string text)
        {
            var parts = text.Split(',').Select(part => part.Split('=')).Select(part => (
                Name: part[0].Trim(),
                Share: part.Length == 2 && double.TryParse(part[1], NumberStyles.Float, CultureInfo.InvariantCulture, out var share) && share > 0
                    ? share
                    : throw new FormatException(Mend))).ToList();
            return parts.TrueForAll(part => part.Name.Length > 0 && part.Name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_'))
                && parts.Select(part => part.Name).Distinct(StringComparer.Ordinal).Count() == parts.Count
                && Math.Abs(parts.Sum(part => part.Share) - 1) <= 1e-9
                    ? parts
                    : throw new FormatException(Mend);
        }
    }
}
