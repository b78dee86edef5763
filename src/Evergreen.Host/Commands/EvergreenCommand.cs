using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Evergreen.Host.Commands;

/// <summary>A command whose help ends with examples.</summary>
internal abstract class EvergreenCommand(string name, string description, params string[] examples) : Command(name, description)
{
    /// <summary>What a user may type, without the program's name.</summary>
    public IReadOnlyList<string> Examples { get; } = examples;
}

/// <summary>The usual help, then the command's examples.</summary>
internal sealed class HelpWithExamples(HelpAction help) : SynchronousCommandLineAction
{
    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        help.Invoke(parseResult);
        if (parseResult.CommandResult.Command is EvergreenCommand { Examples.Count: > 0 } command)
        {
            var output = parseResult.InvocationConfiguration.Output;
            output.WriteLine(command.Examples.Count == 1 ? "Example:" : "Examples:");
            foreach (var example in command.Examples)
            {
                output.WriteLine($"  evergreen {example}");
            }

            output.WriteLine();
        }

        return ExitCode.Done;
    }
}
