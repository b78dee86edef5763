using System.Text;
using Evergreen.Actors.Tracing.Delivery;

namespace Evergreen.Actors.Tests.Tracing.Delivery;

/// <summary>A run's folder with a spans.jsonl, as long as a test lives.</summary>
internal sealed class SpoolFolder : IDisposable
{
    private readonly string _path = Directory.CreateTempSubdirectory("evergreen-").FullName;

    public SpoolFolder() => File.Create(Spans).Dispose();

    public string Spans => Path.Combine(_path, "spans.jsonl");

    public string[] RefusedLines => File.Exists(Refused) ? File.ReadAllLines(Refused) : [];

    public DeliveryMark? Mark => DeliveryMark.Read(Path.Combine(_path, "spans.delivery.json"));

    public string Refused => Path.Combine(_path, "spans.refused.jsonl");

    /// <summary>Appends rows with the ids from one number up to another; returns the file's length.</summary>
    public long Append(int from, int to) =>
        Append(string.Concat(Enumerable.Range(from, to - from + 1).Select(id => $"{{\"id\":\"{id}\"}}\n")));

    public long Append(string text)
    {
        File.AppendAllText(Spans, text, new UTF8Encoding(false));
        return new FileInfo(Spans).Length;
    }

    public void Dispose() => Directory.Delete(_path, recursive: true);
}
