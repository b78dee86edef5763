using System.Text;
using Evergreen.Actors.Tracing.Delivery;
using Evergreen.Insights.Tests.Transcripts;
using Evergreen.Insights.Transcripts;

namespace Evergreen.Actors.Tests.Tracing.Delivery;

/// <summary>The rows a destination refused are remembered on disk, whole or not at all.</summary>
public sealed class RefusedRowsTests : IDisposable
{
    private readonly SpoolFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_note_the_disk_has_no_room_for_is_taken_back_and_the_row_does_not_count_as_refused()
    {
        const string Earlier = "{\"start\":90,\"length\":10}\n";
        using var disk = new SmallDisk(Earlier.Length + 20);
        disk.Write(Encoding.UTF8.GetBytes(Earlier).AsSpan());
        var rows = RefusedRows.Read(_folder.Refused, 0, _ => new JsonLinesWriter(disk));

        Assert.Throws<IOException>(() => rows.Add(Row(0)));

        Assert.Equal((Earlier, 0), (disk.Text, rows.Count));
    }

    [Fact]
    public void Notes_follow_those_of_the_delivery_before_even_if_it_died_in_the_middle_of_one()
    {
        RefusedRows.Read(_folder.Refused, 0).Add(Row(0));
        File.AppendAllText(_folder.Refused, "{\"id\":\"10");

        RefusedRows.Read(_folder.Refused, acknowledgedBytes: 10).Add(Row(10));

        Assert.Equal([new RowExtent(0, 10), new RowExtent(10, 10)], RefusedRows.Read(_folder.Refused, acknowledgedBytes: 20).Extents);
    }

    private static RefusedRow Row(long start) => new($"{start}", start, 10, "400 no", DateTimeOffset.UnixEpoch);
}
