using Evergreen.Insights.Scenarios;

namespace Evergreen.Insights.Tests.Scenarios;

public sealed class ScenarioFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_scenario_is_read_word_for_word()
    {
        var scenarios = Load(
            """
            {"scenarios": [
              {"id": "shipping-01", "category": "shipping", "opening": "Where is \u201cORD-4002\u201d?",
               "follow_ups": ["mike.r@example.com"], "email": "mike.r@example.com"},
              {"id": "product-01", "category": "product", "opening": "Is it warm?"}
            ]}
            """);

        Assert.Equal(["shipping-01", "product-01"], scenarios.Select(s => s.Id));
        Assert.Equal("Where is “ORD-4002”?", scenarios[0].Opening);
        Assert.Equal(["mike.r@example.com"], scenarios[0].FollowUps);
        Assert.Equal("mike.r@example.com", scenarios[0].Email);
        Assert.Empty(scenarios[1].FollowUps);
        Assert.Null(scenarios[1].Email);
    }

    [Fact]
    public void A_file_with_a_byte_order_mark_is_read() =>
        Assert.Single(Load("\uFEFF{\"scenarios\": [" + Scenario("a-1") + "]}"));

    [Fact]
    public void Every_mistake_is_reported_at_once_with_file_line_scenario_field_and_mend()
    {
        var error = Assert.Throws<InvalidDataException>(() => Load(
            """
            {"scenarios": [
              {"id": "s-1", "category": "shiping", "opening": "Hi"},
              {"id": "s-2", "category": "shipping"},
              {"id": "s-3",
               "category": "shipping",
               "opening": 7,
               "folow_ups": []},
              {"id": "s-1", "category": "shipping", "opening": "  "},
              {"id": "s 5", "category": "shipping", "opening": "Hi", "follow_ups": ["a", "b", "c"], "email": "nowhere"},
              {"id": "s-6", "category": "shipping", "opening": "Hi", "opening": "Hi", "follow_ups": ["", 3], "email": 4},
              "s-7",
              {"category": "shipping", "opening": "Hi", "follow_ups": "no"}
            ]}
            """));

        const string category = "use one of shipping, returns, billing, account, product, unknown_order";
        const string fields = "id, category, opening, follow_ups, email";
        string[] expected =
        [
            $":2: scenario \"s-1\": field \"category\" is \"shiping\"; {category}",
            ":3: scenario \"s-2\": field \"opening\" is missing; give the customer's first message",
            ":6: scenario \"s-3\": field \"opening\" is 7; give the customer's first message",
            $":7: scenario \"s-3\": unknown field \"folow_ups\"; the fields are {fields}",
            ":8: scenario \"s-1\": field \"id\" is \"s-1\", which line 2 has already; give each scenario its own",
            ":8: scenario \"s-1\": field \"opening\" is empty; give the customer's first message",
            ":9: scenario \"s 5\": field \"id\" is \"s 5\"; use letters, digits and . _ - only, e.g. shipping-03",
            ":9: scenario \"s 5\": field \"follow_ups\" has 3 messages; keep at most 2",
            ":9: scenario \"s 5\": field \"email\" is \"nowhere\"; write an address like emma.t@example.com, or leave it out",
            ":10: scenario \"s-6\": field \"opening\" stands here a second time; keep one",
            ":10: scenario \"s-6\": field \"follow_ups\": message 1 is empty; give the customer's next message",
            ":10: scenario \"s-6\": field \"follow_ups\": message 2 is a number; give the customer's next message",
            ":10: scenario \"s-6\": field \"email\" is 4; give an e-mail address, or leave the field out",
            $":11: scenario 7 is a string; write an object with {fields}",
            ":12: scenario 8: field \"id\" is missing; give a name like shipping-03",
            ":12: scenario 8: field \"follow_ups\" is \"no\"; give a list of messages",
        ];
        Assert.Equal(expected.Select(e => _path + e), error.Message.Split(Environment.NewLine));
    }

    [Theory]
    [InlineData("{\"scenarios\": [\n  {\"id\": \"a\",}\n]}", ":2:14: not valid JSON: ")]
    [InlineData("{\"scenarios\": [\n", "not valid JSON: ")]
    [InlineData("", ":1:1: not valid JSON: ")]
    [InlineData("{\"scenarios\": []} x", ":1:19: not valid JSON: ")]
    [InlineData("{\n\"scenarios\": []}", ":2: the file: no scenarios; write at least one")]
    [InlineData("{}", ":1: the file: field \"scenarios\" is missing; give a list of scenarios")]
    [InlineData("[]", ":1: the file is a list; write an object with $schema, scenarios")]
    public void A_file_without_usable_scenarios_is_refused(string text, string expected)
    {
        var error = Assert.Throws<InvalidDataException>(() => Load(text));

        Assert.StartsWith(_path, error.Message);
        Assert.Contains(expected, error.Message);
    }

    [Fact]
    public void A_missing_file_is_named()
    {
        var path = Path.Combine(_folder.Path, "nowhere.json");

        var error = Assert.Throws<FileNotFoundException>(() => ScenarioFile.Load(path));

        Assert.StartsWith($"{path}: no such file", error.Message);
    }

    private string? _path;

    private IReadOnlyList<Scenario> Load(string text) => ScenarioFile.Load(_path = _folder.Write("scenarios.json", text));

    private static string Scenario(string id) => $$"""{"id": "{{id}}", "category": "product", "opening": "Hi"}""";
}
