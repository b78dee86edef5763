namespace Evergreen.Host.Display;

/// <summary>What a customer says in a chat, a line at a time.</summary>
/// <param name="lines">Where it comes from.</param>
/// <param name="isTyped">Whether a person types it, who ends the chat with an empty line; in a file, blank lines part the others.</param>
internal sealed class ChatInput(TextReader lines, bool isTyped)
{
    /// <summary>The next thing said; null at the end.</summary>
    public string? Next()
    {
        var line = lines.ReadLine();
        while (!isTyped && line is not null && string.IsNullOrWhiteSpace(line))
        {
            line = lines.ReadLine();
        }

        return string.IsNullOrWhiteSpace(line) ? null : line.Trim();
    }
}
