namespace Evergreen.Insights.Tests;

/// <summary>The files that are shipped beside the code.</summary>
internal static class Repository
{
    private static readonly string Root = FindRoot();

    public static string PathOf(string name) => Path.Combine(Root, name);

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Evergreen.Actors.sln")))
        {
            folder = folder.Parent ?? throw new DirectoryNotFoundException("the solution is not above the tests");
        }

        return folder.FullName;
    }
}
