using Evergreen.Insights.Checks;
using Evergreen.Insights.Experiments;
using Evergreen.Insights.Filters;
using Evergreen.Insights.Releases;
using Evergreen.Insights.Statistics;
using Evergreen.Insights.Transcripts;

namespace Evergreen.Insights.Reports;

/// <summary>Decides what stands in a report.</summary>
public static class ReportMaker
{
    /// <summary>More conversations than this are refused: a page of more would take a browser too long to open.</summary>
    public const int MostConversations = 20_000;

    private const int LongestOpening = 180;

    /// <summary>Makes a report of one folder or several.</summary>
    /// <param name="folders">Runs and experiments, at least one.</param>
    /// <param name="where">Conditions as <c>--where</c> has them; only conversations that meet all are in the report.</param>
    /// <param name="now">The moment it is made.</param>
    /// <param name="release">Finds a release by its name or file, for what changed between two; null when it is not there any more.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <exception cref="ArgumentException">
    /// The folders cannot be in one report (e.g. experiments on different datasets), a condition is malformed, or there are no conversations
    /// or too many; the message says what to do.
    /// </exception>
    public static async Task<Report> MakeAsync(
        IReadOnlyList<ReportFolder> folders, IReadOnlyList<string> where, DateTimeOffset now, Func<string, Release?> release,
        CancellationToken cancellation = default)
    {
        var names = Names(folders);
        var filter = Filter.Parse(where, NamesIn(folders));
        var kept = folders.Select(f => f.Subjects.Where(filter.Matches).Select(s => s.Conversation).ToList()).ToList();
        if (kept.Sum(k => k.Count) is > MostConversations and var count)
        {
            throw new ArgumentException(
                $"{count} conversations are more than a page can take ({MostConversations}); narrow them down, e.g. --where category=returns");
        }

        if (kept.TrueForAll(k => k.Count == 0) && (where.Count > 0 || folders.All(f => f.Experiment is null)))
        {
            throw new ArgumentException(where.Count > 0
                ? $"no conversation meets \"{string.Join("\" and \"", where)}\"; loosen a condition"
                : $"no conversation has ended in {folders[0].Path} yet; there is nothing to report");
        }

        var topics = await ReportTopics.OfAsync(
            folders, [.. kept.Select(k => k.Select(c => c.Id).ToHashSet(StringComparer.Ordinal))], cancellation).ConfigureAwait(false);
        var checks = kept.Select(CheckReport.Of).ToList();
        var releases = folders.Select(f => f.Release).OfType<string>().Distinct().Select(name => (Name: name, Release: release(name))).ToList();
        var experiments = folders.Select(f => f.Experiment).OfType<Experiment>().ToList();
        return new Report
        {
            Title = string.Join(" · ", names),
            MadeAt = now,
            Where = filter.Expressions,
            Sources = [.. folders.Select((folder, i) => Source(folder, names[i], kept[i]))],
            Facets = topics.Facets,
            Crosses = topics.Crosses,
            TopicChanges = topics.Changes,
            Checks = [.. checks[0].Checks.Select(c => new ReportCheck(
                c.Key, c.Value.Description, [.. checks.Select(r => new Share(r.Checks[c.Key].Count, r.Checks[c.Key].Applicable))]))],
            Comparisons = [.. experiments.Skip(1).Select(candidate => Comparison.Of(experiments[0], candidate))],
            ReleaseChanges = [.. Changes([.. releases.Select(r => r.Release).OfType<Release>()])],
            Conversations = [.. folders.SelectMany((folder, i) => Conversations(i, folder, kept[i], topics, checks[i]))],
            Transcripts = TranscriptPacks.Of(folders.SelectMany((folder, i) => Transcripts(folder, kept[i]))),
            Notes = [.. Notes(folders), .. Absent(releases)],
        };
    }

    private static IEnumerable<ReportReleaseChanges> Changes(List<Release> releases) => releases.Skip(1)
        .Select(candidate => new ReportReleaseChanges(releases[0].Name, candidate.Name, ReleaseDiff.Between(releases[0], candidate).Changes));

    private static IEnumerable<string> Absent(List<(string Name, Release? Release)> releases) => releases.Count < 2 ? [] : releases
        .Where(r => r.Release is null)
        .Select(r => $"Release {r.Name} is not among the releases here, so what changed in it is not shown.");

    private static List<string> Names(IReadOnlyList<ReportFolder> folders)
    {
        var again = folders.GroupBy(f => Path.TrimEndingDirectorySeparator(Path.GetFullPath(f.Path))).FirstOrDefault(g => g.Count() > 1);
        return again is null
            ? [.. folders.Select(f => folders.Count(o => o.Name == f.Name) == 1 ? f.Name : f.Path)]
            : throw new ArgumentException($"{again.First().Path} is given twice; name each folder once");
    }

    private static FilterNames NamesIn(IReadOnlyList<ReportFolder> folders) => new(
        [.. folders.SelectMany(f => f.Topics?.Facets ?? []).Select(f => f.Facet).Distinct()],
        [.. folders.SelectMany(f => f.Experiment?.Summary.Scorers ?? []).Select(s => s.Scorer).Distinct()]);

    private static ReportSource Source(ReportFolder folder, string name, List<ConversationRecord> kept) => new()
    {
        Name = name,
        Kind = folder.Experiment is null ? "run" : "experiment",
        Path = folder.Path,
        Releases = [.. kept.Select(c => c.Release).Append(folder.Experiment?.Summary.Release).OfType<string>().Distinct()],
        Models = [.. kept.Select(c => c.Model).Append(folder.Experiment?.Summary.Model).OfType<string>().Distinct()],
        StartedAt = folder.Run?.Record.Run.StartedAt ?? folder.Experiment!.Summary.CreatedAt,
        Status = folder.Run?.Record.Run.Status,
        Reproducible = folder.Run?.Record.Run.Reproducible ?? folder.Experiment!.Summary.Reproducible,
        CostUsd = kept.Aggregate((decimal?)0, (sum, c) => sum + c.Usage.CostUsd),
        Conversations = kept.Count,
        Available = folder.Subjects.Count,
        HasTopics = folder.Topics is not null,
        Experiment = folder.Experiment?.Summary,
    };

    private static IEnumerable<ReportConversation> Conversations(
        int source, ReportFolder folder, List<ConversationRecord> kept, ReportTopics topics, CheckReport checks)
    {
        var findings = topics.Findings(source);
        var found = checks.Checks.SelectMany(c => c.Value.Conversations, (check, id) => (id, check.Key)).ToLookup(c => c.id, c => c.Key);
        return kept.Select(c => new ReportConversation
        {
            Source = source,
            Id = c.Id,
            Scenario = c.ScenarioId,
            Category = c.Category,
            Release = c.Release,
            Model = c.Model,
            Ending = c.Ending,
            Turns = c.Turns,
            Tools = [.. c.ToolCalls.Select(t => t.Name).Distinct()],
            Errors = [.. c.ToolCalls.SelectMany(t => t.TransientFailures.Select(f => f.ErrorCode).Append(t.ErrorCode)).OfType<string>().Distinct()],
            Retries = c.ToolCalls.Sum(t => t.Attempts - 1),
            Seconds = Math.Round(c.Timing.Seconds, 3),
            Opening = Excerpt.Of(c.Messages.FirstOrDefault(m => m.Role == "user")?.Content ?? "", LongestOpening),
            Facets = findings.GetValueOrDefault(c.Id),
            Scores = folder.Scores(c.Id) is { Count: > 0 } scores ? scores : null,
            Checks = found[c.Id].ToList() is { Count: > 0 } names ? names : null,
            Case = folder.Results.GetValueOrDefault(c.Id)?.CaseId,
            Trial = folder.Results.GetValueOrDefault(c.Id)?.Trial,
        });
    }

    private static IEnumerable<ReportTranscript> Transcripts(ReportFolder folder, List<ConversationRecord> kept)
    {
        var timelines = folder.Run is null ? new Dictionary<string, IReadOnlyList<TimelineSpan>>() : Timeline.Read(folder.Run.Spans);
        return kept.Select(c => new ReportTranscript(
            c, timelines.GetValueOrDefault(c.Id) ?? [], folder.Results.GetValueOrDefault(c.Id)?.Scores ?? []));
    }

    private static IEnumerable<string> Notes(IReadOnlyList<ReportFolder> folders)
    {
        if (folders.SelectMany(f => f.Topics?.Models.Values ?? []).Any(m => m.Vectors != "lexical") && folders.Count(f => f.Topics is not null) > 1)
        {
            yield return "The folders' own topics were made with embeddings; the common map here compares words, so its topics may differ from theirs.";
        }

        foreach (var folder in folders.Where(f => f.Run?.Record.Run.Status == RunStatus.Running))
        {
            yield return $"{folder.Path} was still under way, or had been killed, when this report was made.";
        }
    }
}
