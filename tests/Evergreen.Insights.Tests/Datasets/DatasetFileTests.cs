using Evergreen.Insights.Datasets;

namespace Evergreen.Insights.Tests.Datasets;

public sealed class DatasetFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private string _path = "";

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_was_saved_is_loaded_again()
    {
        var written = Dataset.From("v1", [Some.Conversation("a#1"), Some.Conversation("b#1") with { Messages = [new("user", "“Zürich”?")] }]);
        var path = Path.Combine(_folder.Path, "datasets", "mine.jsonl");

        DatasetFile.Save(path, written.Dataset with { Rows = [written.Dataset.Rows[0] with { Expected = "A greeting." }, written.Dataset.Rows[1]] });
        var read = DatasetFile.Load(path);

        Assert.Equal(written.Dataset.Version, read.Version);
        Assert.Equal("A greeting.", read.Rows[0].Expected);
        Assert.Equal(written.Dataset.Rows[1], read.Rows[1]);
        Assert.Contains("“Zürich”?", File.ReadAllText(path));
        Assert.Equal([path], Directory.GetFiles(Path.GetDirectoryName(path)!));
    }

    [Fact]
    public void A_row_written_by_hand_needs_its_input_only()
    {
        var row = Assert.Single(Load("\n{\"input\": \"Hi\\n---\\nann@example.com\"}").Rows);

        Assert.Equal(2, row.Metadata.NumCustomerMessages);
        Assert.Null(row.Source);
    }

    [Fact]
    public void What_is_expected_of_the_shop_is_an_object_and_stays_one()
    {
        const string Line = "{\"input\":\"Hi\",\"expected\":{\"answer\":\"A refund.\",\"refunds\":[{\"order_id\":\"ORD-4006\",\"kind\":\"shipping\",\"amount\":14.99}],\"returns\":[],\"tickets\":0}}";

        Assert.Contains(Line["{\"input\":\"Hi\",".Length..^1], DatasetFile.ToJson(Load(Line).Rows[0]));
    }

    [Theory]
    [InlineData("{\"refund\": []}", "\"expected\": unknown field \"refund\"; the fields are answer, refunds, returns, tickets")]
    [InlineData("{\"refunds\": [{\"kind\": \"all\"}]}", "a refund: field \"kind\" is \"all\"; use one of full, shipping, promo")]
    [InlineData("{\"refunds\": [{}]}", "a refund: field \"order_id\" is missing; give an order number, e.g. ORD-4006")]
    [InlineData("{\"returns\": [7]}", "\"expected\": field \"returns\" holds a number; give order numbers, e.g. \"ORD-4007\"")]
    [InlineData("{\"tickets\": -1}", "\"expected\": field \"tickets\" is -1; give a whole number from 0 to 100")]
    public void A_mistake_in_what_is_expected_is_named(string expected, string message) => Assert.Contains(
        $":1: {message}", Assert.Throws<InvalidDataException>(() => Load($"{{\"input\": \"Hi\", \"expected\": {expected}}}")).Message);

    [Fact]
    public void A_row_may_ask_for_more_customer_messages_than_it_has() =>
        Assert.Equal(3, Load("{\"input\": \"Hi\", \"metadata\": {\"num_customer_messages\": 3}}").Rows[0].Metadata.NumCustomerMessages);

    [Fact]
    public void Every_mistake_is_reported_with_its_line()
    {
        var error = Assert.Throws<InvalidDataException>(() => Load(
            """
            {"input": "Where is it?"}
            {"expected": "A refund."}
            {"input": ""}
            {"input": "Hi\n---\n\n---\nBye"}
            {"input": "where is it?"}
            {"input": "One\n---\nTwo", "metadata": {"num_customer_messages": 1, "mood": "sad"}}
            {"input": "Two", "id": "0123456789abcdef", "source": {"run": "v1"}}
            {"input": ["Three"]}
            """));

        var lines = error.Message.Split(Environment.NewLine);
        Assert.Equal(
            [
                ":2: the row: field \"input\" is missing; give the customer's messages, joined by a line ---",
                ":3: the row: field \"input\" is empty; give the customer's messages, joined by a line ---",
                ":4: the row: field \"input\" has an empty message; write something before and after each line ---",
                ":5: the row: field \"input\" says what line 1 says already; keep one of them",
                ":6: \"metadata\": unknown field \"mood\"; the fields are num_customer_messages, num_turns, category, scenario_id",
                ":6: \"metadata\": field \"num_customer_messages\" is 1, but the input has 2 already; mend one",
            ],
            lines.Take(6).Select(l => l[_path.Length..]));
        Assert.StartsWith($"{_path}:7: the row: field \"id\" is \"0123456789abcdef\", which is another input's;", lines[6]);
        Assert.Equal($"{_path}:7: \"source\": field \"conversation\" is missing; give the conversation's id", lines[7]);
        Assert.Equal($"{_path}:8: the row: field \"input\" is a list; give the customer's messages, joined by a line ---", lines[8]);
    }

    [Theory]
    [InlineData("{\"input\": \"a\"}\n{\"input\": \n", ":2:")]
    [InlineData("\n \n", ":1: no rows; write at least one")]
    public void A_file_without_usable_rows_is_refused(string text, string expected) =>
        Assert.Contains(expected, Assert.Throws<InvalidDataException>(() => Load(text)).Message);

    [Fact]
    public void A_missing_file_is_named() =>
        Assert.Contains("no such file", Assert.Throws<FileNotFoundException>(() => DatasetFile.Load("nowhere.jsonl")).Message);

    private Dataset Load(string text) => DatasetFile.Load(_path = _folder.Write("rows.jsonl", text));
}
