using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Spectre.Console;

namespace Evergreen.Host.Display;

/// <summary>The streams a command talks through. Results go to the output, everything else to the error stream.</summary>
internal sealed class Terminal
{
    // Lines in a file are not wrapped; whoever reads them has a wider screen or a pager.
    private const int PlainWidth = 10_000;

    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        WriteIndented = true,
    };

    private Terminal(TextReader input, IAnsiConsole console, TextWriter error, bool live, bool typed) =>
        (In, Console, Error, IsLive, IsTyped) = (input, console, error, live, typed);

    /// <summary>What people type.</summary>
    public TextReader In { get; }

    /// <summary>Messages, warnings, mistakes.</summary>
    public TextWriter Error { get; }

    /// <summary>Results, with colour on a terminal and as plain lines elsewhere.</summary>
    public IAnsiConsole Console { get; }

    /// <summary>Results as they are, without wrapping or colour.</summary>
    public TextWriter Out => Console.Profile.Out.Writer;

    /// <summary>Whether the output is a terminal that can be redrawn.</summary>
    public bool IsLive { get; }

    /// <summary>Whether a person types the input.</summary>
    public bool IsTyped { get; }

    /// <summary>Whether whoever types the input sees a prompt.</summary>
    public bool Prompts => IsLive && IsTyped;

    /// <summary>The process's own streams.</summary>
    public static Terminal OfProcess()
    {
        var live = !System.Console.IsOutputRedirected;
        return new Terminal(
            System.Console.In,
            live ? AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(System.Console.Out) }) : PlainConsole(System.Console.Out, PlainWidth),
            System.Console.Error,
            live,
            typed: !System.Console.IsInputRedirected);
    }

    /// <summary>Streams of the caller's, treated as files.</summary>
    public static Terminal Plain(TextReader input, TextWriter output, TextWriter error) =>
        new(input, PlainConsole(output, PlainWidth), error, live: false, typed: false);

    /// <summary>Streams of the caller's, laid out as on a screen without colour.</summary>
    public static Terminal Screen(int width, TextReader input, TextWriter output, TextWriter error) =>
        new(input, PlainConsole(output, width), error, live: true, typed: false);

    /// <summary>Writes markup some columns in from the left, wrapped on a terminal only.</summary>
    public void WriteIndented(string markup, int columns)
    {
        if (IsLive)
        {
            Console.Write(new Padder(new Markup(markup), new Padding(columns, 0, 0, 0)));
            return;
        }

        foreach (var line in markup.Split('\n'))
        {
            Console.MarkupLine(new string(' ', columns) + line);
        }
    }

    /// <summary>Writes a table; on a screen with no column left out, into a file without the blanks that fill its last one.</summary>
    public void Write(Grid table)
    {
        if (IsLive)
        {
            new FoldedGrid(table, Console).Write();
            return;
        }

        using var text = new StringWriter();
        PlainConsole(text, PlainWidth).Write(table);
        foreach (var line in text.ToString().TrimEnd('\n').Split('\n'))
        {
            Out.WriteLine(line.TrimEnd());
        }
    }

    /// <summary>Writes what <c>--json</c> prints: one object, in the files' own manner.</summary>
    public void WriteJson<T>(T value) => Out.WriteLine(JsonSerializer.Serialize(value, Json));

    /// <summary>Messages, one a line.</summary>
    public void ReportAll(IEnumerable<string> lines)
    {
        foreach (var line in lines)
        {
            Error.WriteLine(line);
        }
    }

    /// <summary>Says that something cannot be done, and how it could.</summary>
    public void Fail(string message) => Error.WriteLine($"error: {message}");

    private static IAnsiConsole PlainConsole(TextWriter output, int width)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(output),
            Ansi = AnsiSupport.No,
            ColorSystem = ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
        });
        console.Profile.Width = width;
        return console;
    }
}
