using System.CommandLine;
using System.CommandLine.Parsing;

namespace Evergreen.Host.Commands;

/// <summary>Refuses what was left empty, as a shell leaves <c>"$RUN"</c> when the variable is not set.</summary>
internal static class EmptyValues
{
    /// <summary>Makes a command and all commands below it refuse empty arguments and options.</summary>
    public static void RefuseIn(Command command)
    {
        foreach (var argument in command.Arguments)
        {
            argument.Validators.Add(result => Refuse(result, argument.Name));
        }

        foreach (var option in command.Options)
        {
            option.Validators.Add(result => Refuse(result, option.Name));
        }

        foreach (var below in command.Subcommands)
        {
            RefuseIn(below);
        }
    }

    private static void Refuse(SymbolResult result, string name)
    {
        // A setting has its own words for what it cannot be.
        if (!result.Errors.Any() && result.Tokens.Any(token => string.IsNullOrWhiteSpace(token.Value)))
        {
            result.AddError($"{name} is empty; give it a value (a variable of the shell that is not set comes to nothing)");
        }
    }
}
