using System.Text.Json;
using System.Text.RegularExpressions;
using Evergreen.Insights.Reports;

namespace Evergreen.Insights.Tests.Reports;

public sealed partial class ReportPageTests : IDisposable
{
    private readonly TemporaryFolder _temporary = new();

    public void Dispose() => _temporary.Dispose();

    [Fact]
    public async Task What_a_customer_wrote_cannot_end_the_data()
    {
        const string Hostile = "</script><img src=x onerror=alert(1)><!--<script>";
        var page = await PageAsync(Hostile);

        Assert.DoesNotContain("<img", page, StringComparison.OrdinalIgnoreCase);
        var data = Data().Match(page).Groups[1].Value;
        Assert.Equal(Hostile, JsonDocument.Parse(data).RootElement.GetProperty("conversations")[0].GetProperty("opening").GetString());
    }

    [Fact]
    public async Task A_page_asks_for_nothing_from_elsewhere()
    {
        var page = await PageAsync("Hello");

        Assert.DoesNotMatch("""(src|href|action)="(?!#)""", page);
        Assert.DoesNotMatch(@"url\(|@import|^import ", page);
        Assert.Contains("default-src 'none'; style-src 'sha256-", page);
    }

    [Theory]
    [InlineData("import { a } from './b.js';\na();\n", "const { a } = module0")]
    [InlineData("import { a as c } from './b.js';\nc();\n", "const { a: c } = module0")]
    [InlineData("import * as b from './b.js';\nb.a();\n", "const b = module0")]
    public void Modules_become_one_script_in_the_order_of_their_imports(string main, string import)
    {
        var script = ScriptModules.Join("main.js", module => module == "main.js" ? main : "export function a() {}\n");

        Assert.StartsWith("const module0 = (() => {\nfunction a() {}\nreturn { a };", script);
        Assert.Contains(import, script);
        Assert.DoesNotContain("export", script);
    }

    [Fact]
    public void A_circle_of_imports_is_refused() => Assert.Throws<InvalidOperationException>(() =>
        ScriptModules.Join("a.js", module => module == "a.js" ? "import { b } from './b.js';" : "import { a } from './a.js';"));

    private async Task<string> PageAsync(string text)
    {
        var run = _temporary.WriteRun("v1", Some.Conversation() with { Messages = [new("user", text), new("assistant", text)] });
        return ReportPage.Of(await ReportMaker.MakeAsync([ReportFolder.Open(run)], [], Some.Noon, SomeFolder.Release));
    }

    [GeneratedRegex("<script type=\"application/json\" id=\"report\">(.*?)</script>", RegexOptions.Singleline)]
    private static partial Regex Data();
}
