using System.CommandLine;
using System.CommandLine.Parsing;

namespace Evergreen.Host.Commands;

/// <summary>What the parser refuses, in words that name the mend.</summary>
internal static class ParseMistakes
{
    /// <summary>The mistakes of a command line, one a line.</summary>
    public static IReadOnlyList<string> Of(ParseResult parsed) =>
        [.. parsed.Errors.Where(error => !IsCommandBehindUnknownWord(parsed, error))
            .OrderBy(error => error.SymbolResult is ArgumentResult ? 0 : 1)
            .Select(error => Describe(parsed, error)).Distinct()];

    // On top of an unknown word the parser misses the command that the word should have been.
    private static bool IsCommandBehindUnknownWord(ParseResult parsed, ParseError error) =>
        parsed.UnmatchedTokens.Count > 0 && error.Message.StartsWith("Required command", StringComparison.Ordinal);

    private static string Describe(ParseResult parsed, ParseError error) => error.SymbolResult switch
    {
        ArgumentResult { Tokens.Count: 0, Argument: var argument } =>
            $"{argument.Name} is missing: {Clause(argument.Description)}; e.g. {Example(parsed, "")}",
        OptionResult { Tokens.Count: 0, IdentifierToken: null, Option: var option } =>
            $"{option.Name} is missing: {Clause(option.Description)}; e.g. {Example(parsed, option.Name)}",
        OptionResult { Tokens.Count: 0, Option: var option } =>
            $"{option.Name} is given without its {option.HelpName}: {Clause(option.Description)}",
        OptionResult { IdentifierTokenCount: > 1, Option: { Arity.MaximumNumberOfValues: 1 } option } result =>
            $"{option.Name} is given {result.IdentifierTokenCount} times; give it once",
        _ when parsed.UnmatchedTokens.FirstOrDefault(token => error.Message.Contains($"'{token}'", StringComparison.Ordinal)) is not null =>
            $"{error.Message.TrimEnd('.')}; {Typed(parsed)} --help says what there is",
        _ => error.Message,
    };

    /// <summary>The first example that has <paramref name="part"/>; how to find out where none has.</summary>
    private static string Example(ParseResult parsed, string part) =>
        parsed.CommandResult.Command is EvergreenCommand command && command.Examples.FirstOrDefault(example => example.Contains(part, StringComparison.Ordinal)) is { } example
            ? $"evergreen {example}"
            : $"{Typed(parsed)} --help";

    private static string Typed(ParseResult parsed)
    {
        var names = new Stack<string>();
        for (SymbolResult? result = parsed.CommandResult; result is CommandResult { Command: not RootCommand } command; result = result.Parent)
        {
            names.Push(command.Command.Name);
        }

        return string.Join(' ', names.Prepend("evergreen"));
    }

    /// <summary>A description as a part of a sentence.</summary>
    private static string Clause(string? description)
    {
        var text = (description ?? "").TrimEnd('.');
        return text.Length > 1 && (char.IsLower(text[1]) || text[1] == ' ') ? char.ToLowerInvariant(text[0]) + text[1..] : text;
    }
}
