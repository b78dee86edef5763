using Evergreen.Insights.Prompts;

namespace Evergreen.Insights.Tests.Prompts;

public sealed class PromptTemplateTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Places_are_filled_once_and_for_all() =>
        Assert.Equal("Dear {{name}}, hi ann.", Load("Dear {{greeting}}, hi {{ name }}.").Fill(
            new Dictionary<string, string> { ["greeting"] = "{{name}}", ["name"] = "ann" }));

    [Fact]
    public void A_place_left_empty_leaves_no_gap() => Assert.Equal("a\n\nb", Load("a\n\n{{name}}\n\nb").Fill(
        new Dictionary<string, string> { ["greeting"] = "", ["name"] = "" }));

    [Fact]
    public void A_place_nobody_fills_is_named_with_its_line()
    {
        var error = Assert.Throws<InvalidDataException>(() => Load("one\ntwo {{nmae}}"));

        Assert.EndsWith("prompt.md:2: nothing is known to fill {{nmae}}; use {{greeting}}, {{name}}", error.Message);
    }

    [Fact]
    public void An_empty_prompt_is_refused() => Assert.Throws<InvalidDataException>(() => Load(" \n"));

    [Fact]
    public void A_missing_prompt_is_named() =>
        Assert.StartsWith("gone.md: no such file; write the prompt", Assert.Throws<FileNotFoundException>(() => PromptTemplate.Load("gone.md")).Message);

    private PromptTemplate Load(string text) => PromptTemplate.Load(_folder.Write("prompt.md", text), "greeting", "name");
}
