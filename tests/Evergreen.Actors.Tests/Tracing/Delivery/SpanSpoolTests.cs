using System.Text;
using Evergreen.Actors.Tracing.Delivery;

namespace Evergreen.Actors.Tests.Tracing.Delivery;

public sealed class SpanSpoolTests : IDisposable
{
    private readonly SpoolFolder _folder = new();

    [Fact]
    public void Lines_are_found_by_place_and_read_back_as_they_stand()
    {
        var end = _folder.Append("{\"a\":1}\n{\"é\":2}\n{\"c\":3}\n");
        using var spool = new SpanSpool(_folder.Spans);

        var rows = spool.Scan(8, end, maxRows: 100, maxBytes: 1000);

        Assert.Equal(["{\"é\":2}", "{\"c\":3}"], Texts(spool, rows));
        Assert.Equal(end, rows[^1].End);
    }

    [Fact]
    public void A_scan_ends_with_the_rows_or_bytes_it_may_have_but_takes_one_row_in_any_case()
    {
        var end = _folder.Append(1, 9);
        using var spool = new SpanSpool(_folder.Spans);

        Assert.Equal(3, spool.Scan(0, end, maxRows: 3, maxBytes: 1000).Count);
        Assert.Equal(2, spool.Scan(0, end, maxRows: 100, maxBytes: 25).Count);
        Assert.Single(spool.Scan(0, end, maxRows: 100, maxBytes: 1));
    }

    [Fact]
    public void Lines_longer_than_what_is_read_at_once_are_whole()
    {
        var texts = new[] { new string('x', 200_000), "y", new string('z', 64 * 1024), new string('w', (64 * 1024) - 1) };
        var end = _folder.Append(string.Join('\n', texts) + "\n");
        using var spool = new SpanSpool(_folder.Spans);

        Assert.Equal(texts, Texts(spool, spool.Scan(0, end, 100, 1_000_000)));
        Assert.Equal(4, spool.Count(0, end));
    }

    [Theory]
    [InlineData("", 0)]
    [InlineData("half", 0)]
    [InlineData("one\n", 4)]
    [InlineData("one\nhalf", 4)]
    public void A_line_a_crash_cut_short_is_no_line(string text, long whole)
    {
        var length = _folder.Append(text);
        using var spool = new SpanSpool(_folder.Spans);

        Assert.Equal(whole, spool.EndOfWholeLines(0, length));
    }

    [Fact]
    public void The_end_of_whole_lines_is_found_behind_a_long_half_line()
    {
        var length = _folder.Append("one\n" + new string('x', 300_000));
        using var spool = new SpanSpool(_folder.Spans);

        Assert.Equal(4, spool.EndOfWholeLines(0, length));
    }

    private static IEnumerable<string> Texts(SpanSpool spool, IReadOnlyList<RowExtent> rows) =>
        spool.Load(rows).Rows.Select(row => Encoding.UTF8.GetString(row.Span));

    public void Dispose() => _folder.Dispose();
}
