using Evergreen.Host.Commands;
using Evergreen.Host.Display;

namespace Evergreen.Host.Tests;

/// <summary>The program, run inside the test's process.</summary>
internal static class Program
{
    // Whoever runs the tests may have keys of their own.
    private static readonly Dictionary<string, string?> NoVariables = [];

    public static Task<Outcome> RunAsync(params string[] args) => RunAsync("", NoVariables, args);

    public static Task<Outcome> RunWithInputAsync(string input, params string[] args) => RunAsync(input, NoVariables, args);

    public static Task<Outcome> RunWithVariablesAsync(Dictionary<string, string?> variables, params string[] args) => RunAsync("", variables, args);

    public static Task<Outcome> RunWithClockAsync(TimeProvider clock, Dictionary<string, string?> variables, params string[] args) =>
        RunAsync("", variables, args, clock);

    /// <summary>Runs on a screen so many columns wide.</summary>
    public static Task<Outcome> RunOnScreenAsync(int width, params string[] args) => RunAsync("", NoVariables, args, width: width);

    private static async Task<Outcome> RunAsync(string input, Dictionary<string, string?> variables, string[] args, TimeProvider? clock = null, int? width = null)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var terminal = width is { } columns
            ? Terminal.Screen(columns, new StringReader(input), output, error)
            : Terminal.Plain(new StringReader(input), output, error);
        var context = new CommandContext(
            terminal, clock ?? TimeProvider.System, variables.GetValueOrDefault);
        var code = await CommandLine.RunAsync(args, context, CancellationToken.None);
        return new Outcome(code, output.ToString(), error.ToString());
    }

    /// <summary>What the shell would have seen.</summary>
    public sealed record Outcome(int ExitCode, string Output, string Error);
}
