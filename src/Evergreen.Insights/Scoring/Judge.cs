using Evergreen.Insights.Prompts;
using Evergreen.Insights.Transcripts;
using Microsoft.Extensions.AI;

namespace Evergreen.Insights.Scoring;

/// <summary>A model that says yes or no to the question of a prompt, with a reason.</summary>
public sealed class Judge : IScorer
{
    private readonly IChatClient _model;
    private readonly PromptTemplate _prompt;

    private Judge(PromptTemplate prompt, IChatClient model) => (_prompt, _model) = (prompt, model);

    /// <inheritdoc/>
    public string Name => _prompt.Name;

    /// <inheritdoc/>
    public ScoreScale Scale => ScoreScale.Verdict;

    /// <summary>Loads a judge from its prompt, which becomes the system message; the conversation is told in the user's.</summary>
    /// <param name="path">The prompt, e.g. prompts/judges/empathy.md. It may have a place <c>{{expected}}</c>.</param>
    /// <param name="model">Who judges.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">The prompt is empty, has an unknown place, or asks for no verdict.</exception>
    public static Judge Load(string path, IChatClient model)
    {
        var prompt = PromptTemplate.Load(path, "expected");
        return prompt.Fill(WithExpected(null)).Contains("verdict", StringComparison.OrdinalIgnoreCase)
            ? new Judge(prompt, model)
            : throw new InvalidDataException(
                $"{path}: does not ask for a verdict; end it with: Answer with one JSON object: {{\"reason\": \"...\", \"verdict\": \"yes\" or \"no\"}}");
    }

    /// <summary>Loads every judge of a folder, in the order of their names.</summary>
    /// <param name="directory">E.g. prompts/judges.</param>
    /// <param name="model">Who judges.</param>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    public static IReadOnlyList<Judge> LoadAll(string directory, IChatClient model) => Directory.Exists(directory)
        ? [.. Directory.EnumerateFiles(directory, "*.md").Order(StringComparer.Ordinal).Select(path => Load(path, model))]
        : throw new DirectoryNotFoundException($"{directory}: no such folder; it should hold the judges' prompts");

    /// <inheritdoc/>
    public async Task<Score> ScoreAsync(ConversationRecord conversation, string? expected, CancellationToken cancellationToken)
    {
        ChatMessage[] messages =
        [
            new(ChatRole.System, _prompt.Fill(WithExpected(expected))),
            new(ChatRole.User, Narrative.Of(conversation)),
        ];
        var answer = await _model.GetResponseAsync(messages, new ChatOptions { Temperature = 0 }, cancellationToken).ConfigureAwait(false);
        var verdict = Verdict.Parse(answer.Text);
        return new Score(Name, verdict.IsYes is { } yes ? (yes ? 1 : 0) : null, verdict.Reason);
    }

    private static Dictionary<string, string> WithExpected(string? expected) =>
        new() { ["expected"] = expected is null ? "" : $"A person has written down what a good outcome is: {ExpectedShop.Parse(expected)?.Answer ?? expected}" };
}
