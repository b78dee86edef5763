using System.Text.Json;

namespace Evergreen.Tools.Catalog;

/// <summary>Arguments of a call that satisfy its tool's schema.</summary>
internal sealed class ToolArguments
{
    /// <summary>More than every argument at its longest; a model that sends more has lost its way.</summary>
    private const int LongestText = 64 * 1024;

    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 8, AllowDuplicateProperties = false };

    private readonly Dictionary<string, object> _values = [];

    private ToolArguments()
    {
    }

    /// <summary>As a JSON object with the shop's own spelling of ids and addresses.</summary>
    public string ToJson() => JsonSerializer.Serialize(_values);

    public string Text(string name) => (string)_values[name];

    public string? OptionalText(string name) => (string?)_values.GetValueOrDefault(name);

    public decimal? OptionalNumber(string name) => (decimal?)_values.GetValueOrDefault(name);

    /// <summary>Reads <paramref name="json"/> against the tool's schema: the arguments, or every problem in one sentence.</summary>
    public static (ToolArguments? Arguments, string? Problem) Parse(ToolDefinition tool, string json)
    {
        if (json.Length > LongestText)
        {
            return (null, $"the arguments are {json.Length} characters long, more than {LongestText}");
        }

        try
        {
            using var document = JsonDocument.Parse(json, Strict);
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? Validate(tool, document.RootElement)
                : (null, $"the arguments are {Kind(document.RootElement)}, not an object");
        }
        catch (JsonException error)
        {
            return (null, $"the arguments are not valid JSON (line {error.LineNumber + 1}, byte {error.BytePositionInLine + 1})");
        }
        catch (Exception error) when (error is InvalidOperationException or ArgumentException)
        {
            // Half a surrogate pair, raw or escaped, is what the parser itself does not expect.
            return (null, "the arguments are not valid JSON (half a surrogate pair)");
        }
    }

    private static (ToolArguments?, string?) Validate(ToolDefinition tool, JsonElement given)
    {
        var arguments = new ToolArguments();
        var problems = new List<string>();
        var properties = tool.Parameters.GetProperty("properties");
        foreach (var argument in given.EnumerateObject())
        {
            if (!properties.TryGetProperty(argument.Name, out var schema))
            {
                problems.Add($"unknown argument {Shown(argument.Name)}");
            }
            else if (argument.Value.ValueKind != JsonValueKind.Null)
            {
                // Models write null for what they leave out; a required argument is then missing, and said to be.
                arguments.Add(argument.Name, schema, argument.Value, problems);
            }
        }

        foreach (var required in tool.Parameters.GetProperty("required").EnumerateArray().Select(name => name.GetString()!))
        {
            if (!given.TryGetProperty(required, out var value) || value.ValueKind == JsonValueKind.Null)
            {
                problems.Add($"missing argument \"{required}\"");
            }
        }

        if (problems.Count == 0)
        {
            return (arguments, null);
        }

        var takes = string.Join(", ", properties.EnumerateObject().Select(property => property.Name));
        return (null, $"{string.Join("; ", problems)}. {tool.Name} takes {takes}");
    }

    private void Add(string name, JsonElement schema, JsonElement value, List<string> problems)
    {
        var problem = schema.GetProperty("type").GetString() == "number" ? AddNumber(name, value) : AddText(name, schema, value);
        if (problem is not null)
        {
            problems.Add($"argument \"{name}\" {problem}");
        }
    }

    private string? AddNumber(string name, JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Number)
        {
            return $"is {Kind(value)}, not a number";
        }

        if (!value.TryGetDecimal(out var number))
        {
            return "is too large a number";
        }

        _values[name] = number;
        return null;
    }

    private string? AddText(string name, JsonElement schema, JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.String)
        {
            return $"is {Kind(value)}, not a string";
        }

        if (TryText(value) is not { } text)
        {
            return "contains half a surrogate pair";
        }

        if (schema.TryGetProperty("maxLength", out var longest) && text.Length > longest.GetInt32())
        {
            return $"is {text.Length} characters long, more than {longest.GetInt32()}";
        }

        if (schema.TryGetProperty("minLength", out var shortest) && text.Trim().Length < shortest.GetInt32())
        {
            return "is empty";
        }

        if (text.Any(letter => char.IsControl(letter) && letter is not ('\n' or '\r' or '\t')))
        {
            return "contains control characters";
        }

        if (schema.TryGetProperty("enum", out var words) && !words.EnumerateArray().Any(word => word.ValueEquals(text)))
        {
            return $"is {Shown(text)}; use one of {string.Join(", ", words.EnumerateArray().Select(word => word.GetString()))}";
        }

        _values[name] = InShopsSpelling(name, text);
        return null;
    }

    /// <summary>Order numbers, customer ids, SKUs and addresses; shoppers do not care for case or blanks around them.</summary>
    private static string InShopsSpelling(string name, string text) => name switch
    {
        "order_id" or "customer_id" or "sku" => text.Trim().ToUpperInvariant(),
        "email" => text.Trim().ToLowerInvariant(),
        _ => text,
    };

    private static string? TryText(JsonElement value)
    {
        try
        {
            return value.GetString();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>Quoted for a message, cut to what a reader needs to recognise it.</summary>
    private static string Shown(string text) => $"\"{(text.Length <= 60 ? text : text[..60] + "...")}\"";

    private static string Kind(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.True or JsonValueKind.False => "a boolean",
        JsonValueKind.Null => "null",
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "an array",
        JsonValueKind.Number => "a number",
        _ => "a string",
    };
}
