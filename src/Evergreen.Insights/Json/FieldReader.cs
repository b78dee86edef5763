using System.Globalization;
using System.Text.Json;

namespace Evergreen.Insights.Json;

/// <summary>
/// Reads the fields of an object in a hand-written file. A field that is missing or wrong is noted as a problem and read as
/// null; the caller builds its record only from what <see cref="FileProblems"/> let pass.
/// </summary>
internal sealed class FieldReader
{
    private readonly FileProblems _problems;
    private readonly Dictionary<string, LocatedField> _fields = new(StringComparer.Ordinal);
    private readonly int _line;

    /// <param name="problems">Where mistakes are noted.</param>
    /// <param name="json">The object; anything else is a mistake.</param>
    /// <param name="subject">What a message calls the object, e.g. <c>scenario "shipping-03"</c>.</param>
    /// <param name="known">Every field it may have.</param>
    public FieldReader(FileProblems problems, LocatedJson json, string subject, params IReadOnlyList<string> known)
    {
        (_problems, _line, Subject) = (problems, json.Line, subject);
        if (json.Kind != JsonValueKind.Object)
        {
            problems.Add(json.Line, $"{subject} is {json.KindName}; write an object with {string.Join(", ", known)}");
            IsObject = false;
            return;
        }

        foreach (var field in json.Fields)
        {
            if (!known.Contains(field.Name, StringComparer.Ordinal))
            {
                problems.Add(field.Line, $"{subject}: unknown field \"{field.Name}\"; the fields are {string.Join(", ", known)}");
            }
            else if (!_fields.TryAdd(field.Name, field))
            {
                problems.Add(field.Line, $"{subject}: field \"{field.Name}\" stands here a second time; keep one");
            }
        }
    }

    public string Subject { get; }

    public bool IsObject { get; } = true;

    /// <summary>A required, non-blank string.</summary>
    public string? Text(string name, string meaning) => Required(name, meaning) is { } field ? TextOf(field, meaning) : null;

    /// <summary>A non-blank string, or null when it is absent or null.</summary>
    public string? OptionalText(string name, string meaning) => Optional(name) is { } field ? TextOf(field, meaning) : null;

    /// <summary>A string, blank or not, or null when it is absent or null.</summary>
    public string? OptionalWords(string name)
    {
        var field = Optional(name);
        if (field is { Value.Kind: not JsonValueKind.String } wrong)
        {
            Wrong(wrong, "give words, or leave the field out");
            return null;
        }

        return field?.Value.Text;
    }

    /// <summary>A required point in time.</summary>
    public DateTimeOffset? Time(string name)
    {
        const string Meaning = "a time such as 2026-11-26T12:00:00Z";
        if (Required(name, Meaning) is not { } field)
        {
            return null;
        }

        if (field.Value.Kind == JsonValueKind.String
            && DateTimeOffset.TryParse(field.Value.Text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time))
        {
            return time;
        }

        Wrong(field, $"give {Meaning}");
        return null;
    }

    /// <summary>A required string out of a few.</summary>
    public string? Choice(string name, IReadOnlyList<string> choices)
    {
        var oneOf = $"one of {string.Join(", ", choices)}";
        if (Required(name, oneOf) is not { } field)
        {
            return null;
        }

        if (field.Value.Kind == JsonValueKind.String && choices.Contains(field.Value.Text, StringComparer.Ordinal))
        {
            return field.Value.Text;
        }

        Wrong(field, $"use {oneOf}");
        return null;
    }

    /// <summary>A required number within bounds.</summary>
    public double? Number(string name, double min, double max) =>
        Required(name, NumberBetween(min, max)) is { } field ? NumberOf(field, min, max, whole: false) : null;

    /// <summary>A number within bounds, or the default when it is absent.</summary>
    public double? Number(string name, double min, double max, double byDefault) =>
        Optional(name) is { } field ? NumberOf(field, min, max, whole: false) : byDefault;

    /// <summary>A number within bounds, or null when it is absent.</summary>
    public double? OptionalNumber(string name, double min, double max) =>
        Optional(name) is { } field ? NumberOf(field, min, max, whole: false) : null;

    /// <summary>A required whole number within bounds.</summary>
    public int? Integer(string name, int min, int max) =>
        Required(name, $"a whole {NumberBetween(min, max)[2..]}") is { } field ? (int?)NumberOf(field, min, max, whole: true) : null;

    /// <summary>A whole number within bounds, or null when it is absent.</summary>
    public int? OptionalInteger(string name, int min, int max) =>
        Optional(name) is { } field ? (int?)NumberOf(field, min, max, whole: true) : null;

    /// <summary>A required list.</summary>
    public IReadOnlyList<LocatedJson>? List(string name, string meaning) =>
        Required(name, meaning) is { } field ? ListOf(field, meaning) : null;

    /// <summary>A list, empty when it is absent.</summary>
    public IReadOnlyList<LocatedJson>? OptionalList(string name, string meaning) =>
        Optional(name) is { } field ? ListOf(field, meaning) : [];

    /// <summary>A required object with its own known fields.</summary>
    public FieldReader? Object(string name, string subject, params IReadOnlyList<string> known) =>
        Required(name, $"an object with {string.Join(", ", known)}") is { } field ? ObjectOf(field, subject, known) : null;

    /// <summary>An object with its own known fields, or null when it is absent.</summary>
    public FieldReader? OptionalObject(string name, string subject, params IReadOnlyList<string> known) =>
        Optional(name) is { } field ? ObjectOf(field, subject, known) : null;

    /// <summary>An item of a list, which must be an object; null when it is none.</summary>
    public FieldReader? Item(LocatedJson item, string subject, params IReadOnlyList<string> known) =>
        new FieldReader(_problems, item, subject, known) is { IsObject: true } reader ? reader : null;

    /// <summary>Whether the field is there and an object.</summary>
    public bool HasObject(string name) => Optional(name) is { Value.Kind: JsonValueKind.Object };

    /// <summary>Whether the field is there and not null.</summary>
    public bool Has(string name) => Optional(name) is not null;

    /// <summary>The line of a field, or of its object when it is absent.</summary>
    public int LineOf(string name) => _fields.TryGetValue(name, out var field) ? field.Line : _line;

    /// <summary>Notes a mistake of the caller's own finding.</summary>
    public void Problem(string name, string text) => _problems.Add(LineOf(name), $"{Subject}: {text}");

    /// <summary>Notes a mistake at one item of a list.</summary>
    public void Problem(LocatedJson at, string text) => _problems.Add(at.Line, $"{Subject}: {text}");

    private LocatedField? Optional(string name) =>
        _fields.TryGetValue(name, out var field) && field.Value.Kind != JsonValueKind.Null ? field : null;

    private LocatedField? Required(string name, string meaning)
    {
        if (_fields.TryGetValue(name, out var field))
        {
            return field;
        }

        if (IsObject)
        {
            Problem(name, $"field \"{name}\" is missing; give {meaning}");
        }

        return null;
    }

    private string? TextOf(LocatedField field, string meaning)
    {
        if (field.Value.Kind == JsonValueKind.String && !string.IsNullOrWhiteSpace(field.Value.Text))
        {
            return field.Value.Text;
        }

        Wrong(field, $"give {meaning}");
        return null;
    }

    private double? NumberOf(LocatedField field, double min, double max, bool whole)
    {
        if (field.Value.Kind == JsonValueKind.Number
            && double.TryParse(field.Value.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            && number >= min && number <= max && (!whole || double.IsInteger(number)))
        {
            return number;
        }

        Wrong(field, $"give {(whole ? $"a whole {NumberBetween(min, max)[2..]}" : NumberBetween(min, max))}");
        return null;
    }

    private IReadOnlyList<LocatedJson>? ListOf(LocatedField field, string meaning)
    {
        if (field.Value.Kind == JsonValueKind.Array)
        {
            return field.Value.Items;
        }

        Wrong(field, $"give {meaning}");
        return null;
    }

    private FieldReader? ObjectOf(LocatedField field, string subject, IReadOnlyList<string> known) =>
        new FieldReader(_problems, field.Value, subject, known) is { IsObject: true } reader ? reader : null;

    private void Wrong(LocatedField field, string mend)
    {
        var found = field.Value switch
        {
            { Kind: JsonValueKind.String } text when string.IsNullOrWhiteSpace(text.Text) => "empty",
            { Kind: JsonValueKind.String } text => $"\"{text.Text}\"",
            { Kind: JsonValueKind.Number } number => number.Text,
            var other => other.KindName,
        };
        _problems.Add(field.Line, $"{Subject}: field \"{field.Name}\" is {found}; {mend}");
    }

    private static string NumberBetween(double min, double max) =>
        string.Create(CultureInfo.InvariantCulture, $"a number from {min} to {max}");
}
