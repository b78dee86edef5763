namespace Evergreen.Host.Configuration;

/// <summary>
/// Finds the files that come with the program: scenarios, prompts, releases. The working directory's win, so that editing them in
/// a checkout has effect; the copies beside the program serve every other place.
/// </summary>
internal static class ContentFiles
{
    /// <summary>The path of a file or folder that comes with the program.</summary>
    /// <exception cref="FileNotFoundException">Neither the working directory nor the program's folder has it.</exception>
    public static string Find(string name)
    {
        if (Path.Exists(name))
        {
            return name;
        }

        var beside = Path.Combine(AppContext.BaseDirectory, name);
        return Path.Exists(beside)
            ? beside
            : throw new FileNotFoundException($"{name}: not in the working directory, nor beside the program; restore it from the repository");
    }
}
