using Evergreen.Insights.Topics;

namespace Evergreen.Insights.Tests.Topics;

public sealed class TopicTextFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Texts_are_read_whatever_else_their_lines_hold()
    {
        var path = _folder.Write("texts.jsonl", """
            {"id": "a", "text": "one", "label": "x"}

            {"text": "two", "id": 7}
            """);

        Assert.Equal([new TopicText("a", "one"), new TopicText("7", "two")], TopicTextFile.Read(path));
    }

    [Fact]
    public void Every_wrong_line_is_named()
    {
        var path = _folder.Write("texts.jsonl", """
            {"id": "a", "text": "one"}
            {"id": "a", "text": "two"}
            {"id": "b", "text": null}
            ["c"]
            """);
        var message = Assert.Throws<InvalidDataException>(() => TopicTextFile.Read(path)).Message;

        Assert.Contains("texts.jsonl:2: id \"a\" stands on line 1 already", message);
        Assert.Contains("texts.jsonl:3: field \"text\" is missing", message);
        Assert.Contains("texts.jsonl:4: field \"id\" is missing", message);
    }

    [Fact]
    public void A_line_that_is_no_json_and_a_missing_file_are_refused()
    {
        Assert.Contains("texts.jsonl:1", Assert.Throws<InvalidDataException>(() => TopicTextFile.Read(_folder.Write("texts.jsonl", "{oops"))).Message);
        Assert.Contains("no such file", Assert.Throws<FileNotFoundException>(() => TopicTextFile.Read("nowhere.jsonl")).Message);
    }
}
