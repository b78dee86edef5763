using System.Text.Json;
using Evergreen.Insights.Json;
using Evergreen.Insights.Transcripts;

namespace Evergreen.Actors.Tracing.Delivery;

/// <summary>
/// The dead letters: rows the destination refused, by their place in spans.jsonl, with the reason. They are tried again by the next
/// push, and leave the file when they are accepted.
/// </summary>
internal sealed class RefusedRows
{
    private readonly string _path;
    private readonly Func<string, JsonLinesWriter> _continue;
    private readonly SortedDictionary<long, int> _extents = [];
    private bool _hasAccepted;

    private RefusedRows(string path, Func<string, JsonLinesWriter> @continue) => (_path, _continue) = (path, @continue);

    public int Count => _extents.Count;

    public IEnumerable<RowExtent> Extents => _extents.Select(row => new RowExtent(row.Key, row.Value));

    /// <summary>Reads the file. A row that is not settled by the mark will be sent anyway, so its entry is left out.</summary>
    /// <param name="path">The file; it need not exist.</param>
    /// <param name="acknowledgedBytes">How far the spool is settled.</param>
    /// <param name="continue">Opens the file to append to it; by default on disk.</param>
    public static RefusedRows Read(string path, long acknowledgedBytes, Func<string, JsonLinesWriter>? @continue = null)
    {
        var rows = new RefusedRows(path, @continue ?? JsonLinesWriter.Continue);
        foreach (var row in Lines(path).Where(row => row.Extent.End <= acknowledgedBytes))
        {
            rows._extents[row.Start] = row.Length;
        }

        rows._hasAccepted = true;
        rows.Save();
        return rows;
    }

    /// <summary>Notes a refused row, in the file when this returns.</summary>
    /// <exception cref="IOException">It cannot be written; nothing is noted.</exception>
    public void Add(RefusedRow row)
    {
        using (var lines = _continue(_path))
        {
            lines.Append(row, DeliveryJson.Default.RefusedRow);
        }

        _extents[row.Start] = row.Length;
    }

    /// <summary>The row was accepted after all; <see cref="Save"/> takes it out of the file.</summary>
    public void Accept(RowExtent row) => _hasAccepted |= _extents.Remove(row.Start);

    /// <summary>Takes accepted rows out of the file, and removes the file when none is left.</summary>
    public void Save()
    {
        if (!_hasAccepted || !File.Exists(_path))
        {
            return;
        }

        if (_extents.Count == 0)
        {
            File.Delete(_path);
        }
        else
        {
            WholeFile.Write(_path, unfinished => File.WriteAllLines(unfinished, Lines(_path)
                .Where(row => _extents.ContainsKey(row.Start))
                .DistinctBy(row => row.Start)
                .Select(row => JsonSerializer.Serialize(row, DeliveryJson.Default.RefusedRow))));
        }

        _hasAccepted = false;
    }

    // A line that a crash cut short says nothing: its row was not acknowledged yet and is sent again.
    private static IEnumerable<RefusedRow> Lines(string path) => !File.Exists(path) ? [] : File.ReadLines(path).Select(Parse).OfType<RefusedRow>();

    private static RefusedRow? Parse(string line)
    {
        try
        {
            return JsonSerializer.Deserialize(line, DeliveryJson.Default.RefusedRow);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
