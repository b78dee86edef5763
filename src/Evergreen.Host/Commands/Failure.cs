using System.Net.Sockets;
using Evergreen.Host.Braintrust;

namespace Evergreen.Host.Commands;

/// <summary>The one place that turns an exception into words and an exit code.</summary>
/// <param name="Message">What to say; it already names the mend.</param>
/// <param name="ExitCode">What to end with.</param>
internal sealed record Failure(string Message, int ExitCode)
{
    public static Failure Of(Exception exception) => exception switch
    {
        OperationCanceledException => new("stopped before the end", Commands.ExitCode.Interrupted),
        AggregateException { InnerExceptions: [var only] } => Of(only),
        InvalidDataException or FileNotFoundException or DirectoryNotFoundException or ArgumentException or FormatException =>
            new(exception.Message, Commands.ExitCode.WrongUsage),
        BraintrustException => new(exception.Message, Commands.ExitCode.Failures),
        UnauthorizedAccessException =>
            new($"{exception.Message}; choose a place you may write to, or change its permissions", Commands.ExitCode.WrongUsage),
        IOException and not { InnerException: SocketException } => new(exception.Message, Commands.ExitCode.WrongUsage),
        _ => new($"unexpected {exception.GetType().Name}: {exception.Message}; --verbose shows the whole log", Commands.ExitCode.Failures),
    };
}
