namespace Evergreen.Host.Commands;

/// <summary>What the program says to the shell.</summary>
internal static class ExitCode
{
    public const int Done = 0;

    /// <summary>Done, and something failed on the way: a conversation, or the program itself.</summary>
    public const int Failures = 1;

    /// <summary>Asked for something that cannot be: an option, a file, a folder.</summary>
    public const int WrongUsage = 2;

    /// <summary>Stopped before the end; what had ended is kept.</summary>
    public const int Interrupted = 3;
}
