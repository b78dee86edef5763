using System.Text;
using Evergreen.Actors.Models.Accounting;

namespace Evergreen.Actors.Tests.Models.Accounting;

public class PriceTableTests
{
    private const string Valid = """
        {
          // edited by hand
          "models": {
            "gpt-4o-mini": { "input": 0.15, "cached_input": 0.075, "output": 0.60 },
            "free": { "input": 0, "output": 0 },
          }
        }
        """;

    [Theory]
    [InlineData("gpt-4o-mini")]
    [InlineData("gpt-4o-mini-2024-07-18")]
    [InlineData("openai/gpt-4o-mini")]
    public void A_price_is_found_by_name_without_date_and_prefix(string model) =>
        Assert.Equal(0.15m, Parse(Valid).Of(model)!.Input);

    [Theory]
    [InlineData("gpt-4o")]
    [InlineData("gpt-4o-mini-audio")]
    public void An_unknown_price_is_unknown(string model) => Assert.Null(Parse(Valid).Of(model));

    [Fact]
    public void A_price_of_0_is_a_price() => Assert.Equal(0m, Parse(Valid).Of("free")!.Of(1000, 0, 1000));

    [Fact]
    public void Tokens_the_provider_had_cached_cost_their_own_price() =>
        Assert.Equal((600 * 0.15m + 400 * 0.075m + 100 * 0.60m) / 1_000_000, Parse(Valid).Of("gpt-4o-mini")!.Of(1000, 400, 100));

    [Theory]
    [InlineData("{", "prices.json:1:2: not valid JSON")]
    [InlineData("{\"models\": {}} x", "prices.json:1:16: not valid JSON")]
    [InlineData("[]", "prices.json:1: the file is a list; write an object with models")]
    [InlineData("\n{}", "prices.json:2: the file: field \"models\" is missing; give an object with a price by model name")]
    [InlineData("{\"note\": \"\",\n\"models\": []}", "prices.json:2: \"models\" is a list; write an object with a price by model name")]
    [InlineData("{\"models\": {\n\"m\": {\"input\": 1}\n}}", "prices.json:2: model \"m\" (US dollars per million tokens): field \"output\" is missing")]
    [InlineData("{\"models\": {\n\n\"m\": {\"input\": -1, \"output\": 1}}}", "prices.json:3: model \"m\" (US dollars per million tokens): field \"input\" is -1; give a number")]
    [InlineData("{\"models\": {\"m\": {\"input\": \"1\", \"output\": 1}}}", "prices.json:1: model \"m\" (US dollars per million tokens): field \"input\" is \"1\"; give a number")]
    [InlineData("{\"models\": {\"m\": {\"inputs\": 1, \"output\": 1}}}", "prices.json:1: model \"m\" (US dollars per million tokens): unknown field \"inputs\"; the fields are input, cached_input, output")]
    [InlineData("{\"models\": {\"m\": 3}}", "prices.json:1: model \"m\" (US dollars per million tokens) is a number; write an object with input, cached_input, output")]
    [InlineData("{\"models\": {\"m\": {\"input\": 1, \"output\": 1},\n\"m\": {\"input\": 1, \"output\": 1}}}", "prices.json:2: \"models\": field \"m\" stands here a second time; keep one")]
    [InlineData("{\"models\": {\"m\": {\"input\": 1,\n\"input\": 2, \"output\": 1}}}", "prices.json:2: model \"m\" (US dollars per million tokens): field \"input\" stands here a second time")]
    public void A_file_with_a_mistake_is_refused_with_line_field_and_mend(string json, string message) =>
        Assert.StartsWith(message, Assert.Throws<InvalidDataException>(() => Parse(json)).Message);

    [Fact]
    public void Every_mistake_in_a_file_is_named_at_once()
    {
        var message = Assert.Throws<InvalidDataException>(() => Parse("{\"models\": {\n\"a\": {\"input\": 1},\n\"b\": 3}}")).Message;

        Assert.Equal(["prices.json:2", "prices.json:3"], message.Split(Environment.NewLine).Select(line => line[..13]));
    }

    private static PriceTable Parse(string json) => PriceTable.Parse(Encoding.UTF8.GetBytes(json), "prices.json");
}
