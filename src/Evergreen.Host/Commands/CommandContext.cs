using Evergreen.Host.Display;

namespace Evergreen.Host.Commands;

/// <summary>What a command touches of the world outside; tests bring their own.</summary>
/// <param name="Terminal">Where it talks.</param>
/// <param name="Clock">What time it is.</param>
/// <param name="Variable">Environment variables by name.</param>
internal sealed record CommandContext(Terminal Terminal, TimeProvider Clock, Func<string, string?> Variable)
{
    /// <summary>The process's own.</summary>
    public static CommandContext OfProcess(Terminal terminal) => new(terminal, TimeProvider.System, Environment.GetEnvironmentVariable);
}
