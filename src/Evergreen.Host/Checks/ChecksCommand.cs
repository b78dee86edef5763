using System.CommandLine;
using Evergreen.Host.Commands;
using Evergreen.Host.Topics;
using Evergreen.Insights.Checks;
using Evergreen.Insights.Topics.Runs;
using Evergreen.Insights.Transcripts;

namespace Evergreen.Host.Checks;

/// <summary><c>checks RUN</c>: what can be told of a run's conversations without a model.</summary>
internal sealed class ChecksCommand : EvergreenCommand
{
    public ChecksCommand(CommandContext context)
        : base(
            "checks",
            "Count what went wrong in a run as far as its traces alone tell, beside what the facets found.",
            "checks runs/v1",
            "checks runs/v1 --where category=returns --json")
    {
        var run = new Argument<string>("RUN") { Description = "The folder of a run; what has ended of it is looked at." };
        var where = TopicsCommand.WhereOption();
        var json = new Option<bool>("--json") { Description = "Print the counts and the conversations' ids as one JSON object, and nothing else." };
        Add(run);
        Add(where);
        Add(json);
        SetAction(parsed =>
        {
            var folder = RunFolder.Open(parsed.GetRequiredValue(run));
            var conditions = parsed.GetValue(where) ?? [];
            var subjects = RunSubjects.Of(folder).Where(conditions).ToList();
            if (subjects.Count == 0)
            {
                throw new InvalidDataException(conditions.Length == 0
                    ? $"{folder.Path}: no conversation has ended in it yet; there is nothing to check"
                    : $"{folder.Path}: no conversation meets {string.Join(" and ", conditions.Select(c => $"\"{c}\""))}; loosen --where");
            }

            var result = new CheckedRun(folder, conditions, CheckReport.Of(subjects.Select(subject => subject.Conversation)), FacetFindings.Of(subjects));
            if (parsed.GetValue(json))
            {
                context.Terminal.WriteJson(result.Json());
            }
            else
            {
                new ChecksView(context.Terminal).Show(result);
            }

            return ExitCode.Done;
        });
    }
}
