using Spectre.Console;
using Spectre.Console.Rendering;

namespace Evergreen.Host.Display;

/// <summary>
/// A grid on a screen that may be too narrow for it. Columns that wrap give way; those that still have no room follow in blocks
/// below, each beside the first column again.
/// </summary>
internal sealed class FoldedGrid(Grid grid, IAnsiConsole console)
{
    // In less, a text becomes a word a line, and a block of its own reads better.
    private const int NarrowText = 24;

    private readonly RenderOptions _options = RenderOptions.Create(console);

    public void Write()
    {
        var columns = Enumerable.Range(0, grid.Columns.Count).Select(Measured).ToList();
        foreach (var (index, block) in Blocks(columns).Index())
        {
            if (index > 0)
            {
                console.WriteLine();
            }

            Write(block);
        }
    }

    private Column Measured(int index)
    {
        var column = grid.Columns[index];
        var padding = column.Padding ?? new Padding(0, 0, 2, 0);
        var (word, line) = (0, column.Width ?? 0);
        foreach (var row in column.Width is null ? grid.Rows : [])
        {
            var cell = row[index].Measure(_options, int.MaxValue);
            (word, line) = (Math.Max(word, cell.Min), Math.Max(line, cell.Max));
        }

        return new Column(index, padding.Left + padding.Right, column.NoWrap || column.Width is not null ? line : word, line);
    }

    private List<List<Column>> Blocks(List<Column> columns)
    {
        var first = columns[0];
        List<List<Column>> blocks = [[first]];
        foreach (var column in columns.Skip(1))
        {
            if (blocks[^1].Count > 1 && blocks[^1].Append(column).Sum(each => each.Padding + each.Readable) > console.Profile.Width)
            {
                blocks.Add([first]);
            }

            blocks[^1].Add(column);
        }

        return blocks;
    }

    private void Write(List<Column> block)
    {
        var widths = block.Select(column => column.Narrowest).ToArray();
        var padding = block.Sum(column => column.Padding);
        for (var spare = console.Profile.Width - padding - widths.Sum(); spare > 0; spare--)
        {
            var growing = Enumerable.Range(0, widths.Length).Where(n => widths[n] < block[n].Natural).ToList();
            if (growing.Count == 0)
            {
                break;
            }

            widths[growing.MinBy(n => widths[n])]++;
        }

        var part = new Grid();
        foreach (var (column, width) in block.Zip(widths))
        {
            var whole = grid.Columns[column.Index];
            part.AddColumn(new GridColumn { Width = width, NoWrap = whole.NoWrap, Padding = whole.Padding, Alignment = whole.Alignment });
        }

        foreach (var row in grid.Rows)
        {
            part.AddRow([.. block.Select(column => row[column.Index])]);
        }

        console.Write(new AtLeast(part, padding + widths.Sum()));
    }

    private sealed record Column(int Index, int Padding, int Narrowest, int Natural)
    {
        public int Readable => Math.Max(Narrowest, Math.Min(Natural, NarrowText));
    }

    // Given less than it needs, Spectre would leave columns out; the terminal wraps instead.
    private sealed class AtLeast(IRenderable inner, int width) : IRenderable
    {
        public Measurement Measure(RenderOptions options, int maxWidth) => inner.Measure(options, Math.Max(width, maxWidth));

        public IEnumerable<Segment> Render(RenderOptions options, int maxWidth) => inner.Render(options, Math.Max(width, maxWidth));
    }
}
