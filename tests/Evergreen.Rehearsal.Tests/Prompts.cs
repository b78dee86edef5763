namespace Evergreen.Rehearsal.Tests;

/// <summary>The prompts of both releases.</summary>
internal static class Prompts
{
    private static readonly string[] Names = ["support-v1.md", "support-v2.md"];

    /// <summary>Each line under each prompt.</summary>
    public static TheoryData<string, string> With(params string[] lines)
    {
        var data = new TheoryData<string, string>();
        foreach (var name in Names)
        {
            foreach (var line in lines)
            {
                data.Add(name, line);
            }
        }

        return data;
    }
}
