using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Evergreen.Insights.Json;

namespace Evergreen.Actors.Models.Responses;

/// <summary>
/// A recording, ready to answer. Requests are found by what they ask, so a run replays at any concurrency; what was asked several
/// times over in the very same words is answered in the order of the recording.
/// </summary>
public sealed class ResponseReplay
{
    internal const int Version = 1;

    private readonly string _path;
    private readonly Dictionary<string, Queue<RecordedCall>> _calls = [];
    private readonly Lock _lock = new();

    private ResponseReplay(string path, RecordingHeader header) => (_path, Model, RecordedAt) = (path, header.Model, header.RecordedAt);

    /// <summary>The model the agent's answers came from.</summary>
    public string Model { get; }

    /// <summary>
    /// When the recording was begun (UTC). A run whose tools answer with dates has to set its world's clock to this, or it will
    /// ask other questions than were recorded.
    /// </summary>
    public DateTimeOffset RecordedAt { get; }

    /// <summary>Reads a recording. A last line that was cut off, as when the program was killed, is left out.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">The file is no recording; the message names the line.</exception>
    public static ResponseReplay Load(string path)
    {
        InputPath.RequireFile(path, "give a recording, which --record makes");

        var lines = File.ReadAllText(path, Encoding.UTF8).Split('\n');
        var header = Read(path, 1, lines[0], StoredAnswerJson.Default.RecordingHeader);
        if (header.Recording != Version)
        {
            throw new InvalidDataException($"{path}:1: field \"recording\" is {header.Recording}, and this program reads {Version}; give a recording, which --record makes");
        }

        var replay = new ResponseReplay(path, header);
        for (var line = 1; line < lines.Length - 1; line++)
        {
            replay.Add(Read(path, line + 1, lines[line], StoredAnswerJson.Default.RecordedCall));
        }

        return replay;
    }

    /// <summary>The next answer recorded for <paramref name="key"/>.</summary>
    /// <exception cref="ModelCallException">There is none, or the call failed when it was recorded.</exception>
    internal StoredAnswer Next(string key, Func<string> describe)
    {
        RecordedCall? call;
        lock (_lock)
        {
            if (!_calls.TryGetValue(key, out var calls))
            {
                throw new ModelCallException(
                    ModelFailure.NotRecorded,
                    $"{_path} holds no answer to this request: {describe()}; replay with the recorded run's options, prompts and seed");
            }

            if (!calls.TryDequeue(out call))
            {
                throw new ModelCallException(
                    ModelFailure.NotRecorded,
                    $"{_path} holds fewer answers to this request than were asked for: {describe()}");
            }
        }

        return call.Answer ?? throw new ModelCallException(call.Failure!.Kind, call.Failure.Message);
    }

    private void Add(RecordedCall call)
    {
        if (!_calls.TryGetValue(call.Key, out var calls))
        {
            _calls[call.Key] = calls = new Queue<RecordedCall>();
        }

        calls.Enqueue(call);
    }

    private static T Read<T>(string path, int line, string text, JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(text, type) is { } value and not RecordedCall { Answer: null, Failure: null }
                ? value
                : throw new InvalidDataException($"{path}:{line}: neither an answer nor a failure; no recording made with --record");
        }
        catch (JsonException exception)
        {
            throw new InvalidDataException($"{path}:{line}: not a line of a recording; give a file that --record wrote and nobody changed", exception);
        }
    }
}
