using System.Globalization;

namespace Evergreen.Host.Commands;

/// <summary>The new folder of a command that leaves several things.</summary>
internal static class NewFolder
{
    /// <summary>The folder that was asked for, or one named after the time.</summary>
    /// <param name="asked">What <c>--out</c> says; null when it is not given.</param>
    /// <param name="parent">Where it lies by default.</param>
    /// <param name="clock">What time it is.</param>
    /// <exception cref="ArgumentException">Something is there already.</exception>
    public static string Choose(string? asked, string parent, TimeProvider clock)
    {
        var folder = asked ?? Path.Combine(parent, clock.GetLocalNow().ToString("yyyy-MM-dd-HHmmss", CultureInfo.InvariantCulture));
        return File.Exists(folder) ? throw new ArgumentException($"--out {folder}: this is a file; give a new folder")
            : Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any()
                ? throw new ArgumentException($"--out {folder}: is not empty; give a new folder")
            : folder;
    }
}
