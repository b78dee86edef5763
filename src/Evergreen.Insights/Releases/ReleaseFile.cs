using System.Text.Json;
using Evergreen.Insights.Json;

namespace Evergreen.Insights.Releases;

/// <summary>Reads a release. The file's shape is laid down in docs/release.schema.json.</summary>
public static class ReleaseFile
{
    private static readonly string[] OrderStatuses =
        ["processing", "shipped", "delivered", "return_in_progress", "cancelled", "refunded"];

    /// <summary>Reads a release by its name, or from a file of the user's own.</summary>
    /// <param name="nameOrPath">A name such as <c>v2</c>, or a path: something that ends in .json or holds a slash.</param>
    /// <param name="directory">Where named releases live.</param>
    /// <exception cref="FileNotFoundException">The release is unknown, or its prompt file is missing.</exception>
    /// <exception cref="InvalidDataException">Something in it is wrong: one line a problem, with file, line, field and the mend.</exception>
    public static Release Load(string nameOrPath, string directory)
    {
        var isPath = nameOrPath.EndsWith(".json", StringComparison.OrdinalIgnoreCase)
            || nameOrPath.Contains('/', StringComparison.Ordinal) || nameOrPath.Contains('\\', StringComparison.Ordinal);
        var path = isPath ? nameOrPath : Path.Combine(directory, nameOrPath + ".json");
        if (!File.Exists(path))
        {
            var known = Known(directory);
            if (isPath)
            {
                InputPath.RequireFile(path, $"give a release's file or one of {string.Join(", ", known)}");
            }

            throw new FileNotFoundException($"unknown release \"{nameOrPath}\"; {directory} has {(known.Count > 0 ? string.Join(", ", known) : "none")}");
        }

        return Read(path);
    }

    /// <summary>The names of the releases in a directory, in order; none when there is no such directory.</summary>
    public static IReadOnlyList<string> Known(string directory) => Directory.Exists(directory)
        ? [.. Directory.EnumerateFiles(directory, "*.json").Select(f => Path.GetFileNameWithoutExtension(f)).Order(StringComparer.Ordinal)]
        : [];

    private static Release Read(string path)
    {
        var problems = new FileProblems(path);
        var json = LocatedJson.Parse(File.ReadAllBytes(path), path);
        var file = new FieldReader(problems, json, "the release", "$schema", "name", "prompt", "refundable_statuses", "retry");
        var name = file.Text("name", "the release's name, e.g. v2");
        var prompt = file.Text("prompt", "the prompt's file, relative to this one");
        var statuses = Statuses(file);
        var retry = Retry(file);
        problems.ThrowIfAny();

        var promptPath = Normalize(path, prompt!);
        if (!File.Exists(promptPath))
        {
            throw new FileNotFoundException(
                $"{path}:{file.LineOf("prompt")}: field \"prompt\" names {promptPath}, which {(Directory.Exists(promptPath) ? "is a folder" : "does not exist")}; write it or name another");
        }

        var text = File.ReadAllText(promptPath);
        return string.IsNullOrWhiteSpace(text)
            ? throw new InvalidDataException($"{path}:{file.LineOf("prompt")}: field \"prompt\" names {promptPath}, which is empty; write the prompt or name another")
            : new Release(name!, text, promptPath, statuses!, retry!);
    }

    /// <summary>Reads <c>refundable_statuses</c>; null when something is wrong with it, which is noted.</summary>
    internal static List<string>? Statuses(FieldReader file)
    {
        var oneOf = string.Join(", ", OrderStatuses);
        var items = file.List("refundable_statuses", $"a list of order statuses out of {oneOf}");
        foreach (var item in items ?? [])
        {
            if (item.Kind != JsonValueKind.String || !OrderStatuses.Contains(item.Text, StringComparer.Ordinal))
            {
                var found = item.Kind == JsonValueKind.String ? $"\"{item.Text}\"" : item.KindName;
                file.Problem(item, $"field \"refundable_statuses\" holds {found}; use {oneOf}");
            }
        }

        return items?.Select(i => i.Text).Distinct(StringComparer.Ordinal).ToList();
    }

    /// <summary>Reads <c>retry</c>; null when something is wrong with it, which is noted.</summary>
    internal static RetrySettings? Retry(FieldReader file)
    {
        var retry = file.Object("retry", "\"retry\"", "max_retries", "first_delay_seconds", "factor", "jitter");
        var maxRetries = retry?.Integer("max_retries", 0, 10);
        var firstDelay = retry?.Number("first_delay_seconds", 0, 60, byDefault: 1.5);
        var factor = retry?.Number("factor", 1, 10, byDefault: 2);
        var jitter = retry?.Number("jitter", 0, 1, byDefault: 0.2);
        return maxRetries is null || firstDelay is null || factor is null || jitter is null
            ? null
            : new RetrySettings(maxRetries.Value, firstDelay.Value, factor.Value, jitter.Value);
    }

    private static string Normalize(string releasePath, string prompt)
    {
        var full = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(Path.GetFullPath(releasePath))!, prompt));
        return Path.IsPathRooted(releasePath) ? full : Path.GetRelativePath(".", full);
    }
}
