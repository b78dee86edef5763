using System.CommandLine;

namespace Evergreen.Host.Commands;

/// <summary>
/// An option that stays text: what the user wrote (or the default) is what help shows and run.json records, and one parser
/// both refuses and reads it.
/// </summary>
/// <typeparam name="T">What the text means.</typeparam>
internal sealed class Setting<T> : Option<string?>
{
    private readonly Func<string, T> _parse;

    /// <param name="name">With its dashes.</param>
    /// <param name="byDefault">The text used when the option is absent; null when it may be absent.</param>
    /// <param name="parse">Reads the text; a <see cref="FormatException"/> says what to write instead.</param>
    public Setting(string name, string? byDefault, Func<string, T> parse)
        : base(name)
    {
        _parse = parse;
        if (byDefault is not null)
        {
            DefaultValueFactory = _ => byDefault;
        }

        Validators.Add(result =>
        {
            foreach (var token in result.Tokens)
            {
                try
                {
                    parse(token.Value);
                }
                catch (FormatException e)
                {
                    result.AddError($"{name} is \"{token.Value}\"; {e.Message}");
                }
            }
        });
    }

    /// <summary>Whether the user wrote it, rather than left it at its default.</summary>
    public bool IsGiven(ParseResult parsed) => parsed.GetResult(this) is { Implicit: false };

    /// <summary>The setting's meaning; the type's default when it is absent.</summary>
    public T? Of(ParseResult parsed) => parsed.GetValue(this) is { } text ? _parse(text) : default;
}
