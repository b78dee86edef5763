using System.Collections;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Evergreen.Insights.Json;

namespace Evergreen.Insights.Transcripts;

/// <summary>
/// The whole lines of a file that may still be written to, one record each, read anew by every enumeration. What stands after
/// the last line feed is not a line yet: it is left out and counted.
/// </summary>
/// <typeparam name="T">What a line holds.</typeparam>
public sealed class JsonLines<T> : IEnumerable<T>
{
    private readonly string _path;
    private readonly JsonTypeInfo<T> _type;

    /// <summary>Names a file; nothing is read yet. A file that does not exist has no lines.</summary>
    /// <param name="path">The file.</param>
    /// <param name="type">How to read a line.</param>
    public JsonLines(string path, JsonTypeInfo<T> type) => (_path, _type) = (path, type);

    /// <summary>Lines left out by the last complete enumeration because they were not whole: 0 or 1.</summary>
    public int UnfinishedLines { get; private set; }

    /// <summary>Streams the records.</summary>
    /// <exception cref="InvalidDataException">A whole line is broken; the message names file and line.</exception>
    public IEnumerator<T> GetEnumerator()
    {
        UnfinishedLines = 0;
        foreach (var line in Utf8Lines.Read(_path))
        {
            if (!line.IsTerminated)
            {
                UnfinishedLines = 1;
            }
            else if (!line.IsBlank)
            {
                yield return Parse(line);
            }
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private T Parse(Utf8Line line)
    {
        try
        {
            return JsonSerializer.Deserialize(line.Bytes.Span, _type)
                ?? throw new InvalidDataException($"{_path}:{line.Number}: the line is null; it must hold an object: restore the file, or delete the line");
        }
        catch (JsonException e)
        {
            throw new InvalidDataException(
                $"{JsonMistake.Describe(e, _path, line.Number)}; the file was damaged after it was written: restore it, or delete line {line.Number}", e);
        }
    }
}
