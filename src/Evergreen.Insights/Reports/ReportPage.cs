using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Evergreen.Insights.Reports;

/// <summary>
/// The page of a report: one HTML file that holds its styles, its script and its data, and that may load nothing else.
/// </summary>
public static partial class ReportPage
{
    private const string Resources = "report/";
    private const string MainModule = "main.js";

    private static readonly string[] Styles = ["base.css", "figures.css", "conversations.css", "print.css"];

    /// <summary>Writes a report as HTML.</summary>
    public static string Of(Report report)
    {
        var style = string.Concat(Styles.Select(Read));
        var script = ScriptModules.Join(MainModule, Read);
        return Place().Replace(Read("page.html"), place => place.Groups[1].Value switch
        {
            "title" => Escaped(report.Title),
            "policy" => Policy(style, script),
            "style" => style,
            "data" => JsonSerializer.Serialize(report, ReportJson.Default.Report),
            "script" => script,
            var unknown => throw new InvalidOperationException($"page.html has a place \"{unknown}\" that nothing fills"),
        });
    }

    // Only these two texts may run or style, so that nothing a customer wrote can, even if it got into the markup.
    private static string Policy(string style, string script) =>
        $"default-src 'none'; style-src '{Hash(style)}'; script-src '{Hash(script)}'; base-uri 'none'; form-action 'none'";

    private static string Hash(string text) => $"sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)))}";

    private static string Read(string name)
    {
        using var stream = typeof(ReportPage).Assembly.GetManifestResourceStream(Resources + name)
            ?? throw new InvalidOperationException($"the program lacks its file {name}");
        using var reader = new StreamReader(stream);
        // A browser hashes what it has parsed, and that has line feeds only.
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }

    private static string Escaped(string text) =>
        text.Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal);

    [GeneratedRegex(@"\{\{(\w+)\}\}")]
    private static partial Regex Place();
}
