using Evergreen.Host.Commands;
using Evergreen.Host.Display;

namespace Evergreen.Host.Tests;

/// <summary>The program, run inside the test's process.</summary>
internal static class Program
{
    /// <summary>The environment, empty unless a test says otherwise: whoever runs the tests may have keys of their own.</summary>
    private static readonly Dictionary<string, string?> Variables = [];

    public static async Task<Outcome> RunAsync(params string[] args) => await RunWithInputAsync("", args);

    public static async Task<Outcome> RunWithInputAsync(string input, params string[] args)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var code = await CommandLine.RunAsync(args, new CommandContext(Terminal.Plain(new StringReader(input), output, error), TimeProvider.System, Variables.GetValueOrDefault), CancellationToken.None);
        return new Outcome(code, output.ToString(), error.ToString());
    }

    /// <summary>What the shell would have seen.</summary>
    public sealed record Outcome(int ExitCode, string Output, string Error);
}
