using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Evergreen.Host.Commands;

/// <summary>The usual help, then the command's examples.</summary>
internal sealed class HelpWithExamples(HelpAction help) : SynchronousCommandLineAction
{
    private const int Width = 80;

    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        HideWhatOnlyParentsTake(parseResult.CommandResult.Command);
        help.Invoke(parseResult);
        if (parseResult.CommandResult.Command is EvergreenCommand { Examples.Count: > 0 } command)
        {
            var output = parseResult.InvocationConfiguration.Output;
            output.WriteLine(command.Examples.Count == 1 ? "Example:" : "Examples:");
            foreach (var line in command.Examples.SelectMany(example => Folded($"  evergreen {example}")))
            {
                output.WriteLine(line);
            }

            output.WriteLine();
        }

        return ExitCode.Done;
    }

    /// <summary>An example as a shell takes it over several lines, none wider than a usual terminal; broken before options.</summary>
    internal static IEnumerable<string> Folded(string example)
    {
        var line = "";
        foreach (var part in example.Split(" --").Select((part, n) => n == 0 ? part : $" --{part}"))
        {
            if (line.Length > 0 && line.Length + part.Length + " \\".Length > Width)
            {
                yield return line + " \\";
                line = "     ";
            }

            line += part;
        }

        yield return line;
    }

    // The usual help counts a parent's arguments among a command's own: topics has a RUN, topics cluster has none.
    private static void HideWhatOnlyParentsTake(Command command)
    {
        foreach (var parent in command.Parents.OfType<Command>())
        {
            foreach (var argument in parent.Arguments)
            {
                argument.Hidden = true;
            }

            HideWhatOnlyParentsTake(parent);
        }
    }
}
