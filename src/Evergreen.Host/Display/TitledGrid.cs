using Spectre.Console;

namespace Evergreen.Host.Display;

/// <summary>A grid that begins with a row of titles.</summary>
internal static class TitledGrid
{
    /// <summary>Makes it; a column keeps its lines whole unless it is long text.</summary>
    /// <param name="titles">In the order of the columns.</param>
    /// <param name="numbers">The titles of the columns that stand to the right.</param>
    /// <param name="texts">The titles of the columns that give way on a narrow screen.</param>
    public static Grid Of(string[] titles, string[] numbers, string[] texts)
    {
        var grid = new Grid();
        foreach (var title in titles)
        {
            var column = new GridColumn { NoWrap = !texts.Contains(title) }.Padding(0, 0, 2, 0);
            grid.AddColumn(numbers.Contains(title) ? column.RightAligned() : column);
        }

        return grid.AddRow([.. titles.Select(title => $"[grey]{title}[/]")]);
    }
}
