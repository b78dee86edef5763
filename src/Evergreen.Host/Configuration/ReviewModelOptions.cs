using System.CommandLine;
using Evergreen.Host.Commands;
using Evergreen.Host.Models;
using Evergreen.Rehearsal;

namespace Evergreen.Host.Configuration;

/// <summary>
/// The options of commands that have conversations read by a model and play none: <c>--judge-model</c>, and how hard it may be
/// asked.
/// </summary>
internal sealed class ReviewModelOptions
{
    private readonly ModelCallOptions _calls = new(spent: "nothing further is asked");

    /// <summary>The option that names the reviewing model, as <see cref="ReviewModel.Of"/> takes it.</summary>
    public Setting<string> JudgeModel { get; } = JudgeModelOption();

    /// <summary>For commands that have the models of a run as well.</summary>
    public static Setting<string> JudgeModelOption() => new(ReviewModel.Option, null, SettingText.AsIs)
    {
        Description = $"The model that reads conversations and judges them: a name the server knows, or rehearsal. {ModelChoice.Rule}",
        HelpName = "NAME",
    };

    /// <summary>Gives a command these options.</summary>
    public void AddTo(Command command)
    {
        command.Add(JudgeModel);
        _calls.AddTo(command);
    }

    /// <summary>Opens the way to the reviewing model; no server is asked yet.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="context">Variables and clock.</param>
    /// <param name="seed">The command's seed.</param>
    /// <exception cref="ArgumentException">Options contradict one another, or the model cannot be reached.</exception>
    public ReviewModel Open(ParseResult parsed, CommandContext context, long seed) => ReviewModel.Open(
        _calls.Read(parsed, seed),
        JudgeModel.Of(parsed),
        OpenAIEndpoint.Read(context.Variable),
        () => new RehearsalChatClient(new RehearsalOptions { TimeProvider = context.Clock }),
        context.Clock);
}
