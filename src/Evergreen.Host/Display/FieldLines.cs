using Spectre.Console;

namespace Evergreen.Host.Display;

/// <summary>A thing's name with what is to be known about it below, a line a field.</summary>
internal sealed class FieldLines(Terminal terminal)
{
    private const int NameWidth = 9;

    /// <summary>The name, and what matters most about it.</summary>
    public void Title(string name, string about) => terminal.Console.MarkupLine($"[bold]{Markup.Escape(name)}[/]  {Markup.Escape(about)}");

    /// <summary>A field below the title.</summary>
    public void Add(string name, string text) => terminal.WriteIndented($"[grey]{Markup.Escape(name.PadRight(NameWidth))}[/] {Markup.Escape(text)}", 2);

    /// <summary>What may be typed next.</summary>
    public void Next(params IReadOnlyList<string> commands)
    {
        terminal.Console.WriteLine();
        terminal.Console.MarkupLine("  [grey]next[/]");
        foreach (var command in commands)
        {
            terminal.Console.WriteLine($"    {command}");
        }
    }
}
