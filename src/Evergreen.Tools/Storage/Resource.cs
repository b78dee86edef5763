namespace Evergreen.Tools.Storage;

/// <summary>The data files that travel inside the assembly.</summary>
internal static class Resource
{
    public static string Text(string name)
    {
        using var reader = new StreamReader(typeof(Resource).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"{name} is not embedded in this assembly"));
        return reader.ReadToEnd();
    }
}
