using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;
using Evergreen.Host.Alerts;
using Evergreen.Host.Checks;
using Evergreen.Host.Datasets;
using Evergreen.Host.Deployments;
using Evergreen.Host.Evals;
using Evergreen.Host.Import;
using Evergreen.Host.Loop;
using Evergreen.Host.Sweeps;
using Evergreen.Host.Topics;

namespace Evergreen.Host.Commands;

/// <summary>All commands, and the one way to run them.</summary>
internal static class CommandLine
{
    /// <summary>Runs a command and returns what to say to the shell.</summary>
    /// <param name="args">The arguments, without the program's name.</param>
    /// <param name="context">What it touches of the world outside.</param>
    /// <param name="stop">Cancelled when the user wants an orderly end.</param>
    public static async Task<int> RunAsync(IReadOnlyList<string> args, CommandContext context, CancellationToken stop)
    {
        var terminal = context.Terminal;
        var parsed = Root(context).Parse(args);
        if (parsed.Action is ParseErrorAction mistake)
        {
            return Refuse(args, parsed, mistake, context);
        }

        try
        {
            return await parsed.InvokeAsync(Streams(terminal.Out, terminal.Error), stop).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            var failure = Failure.Of(e);
            terminal.Fail(failure.Message);
            return failure.ExitCode;
        }
    }

    private static int Refuse(IReadOnlyList<string> args, ParseResult parsed, ParseErrorAction mistake, CommandContext context)
    {
        var terminal = context.Terminal;
        var isGroup = parsed.CommandResult.Command is { Action: null, Subcommands.Count: > 0 };
        if (isGroup && (parsed.Tokens is [] or [.., { Type: TokenType.Command }]))
        {
            // A group of commands by itself asks which there are.
            Root(context).Parse([.. args, "--help"]).Invoke(Streams(terminal.Error, terminal.Error));
            return ExitCode.WrongUsage;
        }

        foreach (var message in ParseMistakes.Of(parsed))
        {
            terminal.Fail(message);
        }

        mistake.ShowHelp = false;
        parsed.Invoke(Streams(terminal.Error, TextWriter.Null));
        return ExitCode.WrongUsage;
    }

    private static InvocationConfiguration Streams(TextWriter output, TextWriter error) => new()
    {
        Output = output,
        Error = error,
        EnableDefaultExceptionHandler = false,
        ProcessTerminationTimeout = null,
    };

    private static RootCommand Root(CommandContext context)
    {
        var root = new RootCommand("Evergreen.Actors: a flight simulator for customer-support agents.")
        {
            new GenerateCommand(context),
            new SweepCommand(context),
            new ChatCommand(context),
            new ShowCommand(context.Terminal),
            new TopicsCommand(context),
            new ChecksCommand(context),
            new ImportCommand(context),
            new DatasetCommand(context),
            new EvalCommand(context),
            new CompareCommand(context),
            new DeployCommand(context),
            new MonitorCommand(context),
            new ReportCommand(context),
            new LoopCommand(context),
            new ScenariosCommand(context.Terminal),
            new PushCommand(context),
            new DatabaseCommand(context),
            new ServeCommand(context),
            new DoctorCommand(context),
        };
        EmptyValues.RefuseIn(root);
        foreach (var option in root.Options.OfType<HelpOption>())
        {
            option.Action = new HelpWithExamples((HelpAction)option.Action!);
        }

        return root;
    }
}
