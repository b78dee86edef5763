using System.Text;
using System.Text.Json;
using Evergreen.Host.Tracing;

namespace Evergreen.Host.Tests.Tracing;

public class EmailMaskTests
{
    [Theory]
    [InlineData("write to sarah.chen+shop@mail.example.com, please", "write to [email], please")]
    [InlineData("<a@example.com>;b@example.com", "<[email]>;[email]")]
    [InlineData("no address @ all", "no address @ all")]
    [InlineData("""{"email":"sarah@example.com","n":1}""", """{"email":"[email]","n":1}""")]
    [InlineData(@"{""note"":""line\nsarah@example.com""}", @"{""note"":""line\n[email]""}")]
    [InlineData(@"{""email"":""sarah\u002Bx\u0040example.com""}", @"{""email"":""[email]""}")]
    [InlineData(@"C:\users@example.com", @"C:\u[email]")]
    public void Addresses_are_masked_and_nothing_else(string text, string masked) => Assert.Equal(masked, EmailMask.Apply(text));

    [Fact]
    public void Every_string_of_a_row_is_masked_and_the_row_stays_what_it_is()
    {
        const string Row = """{"id":"1","input":[{"role":"user","content":"I am a@example.com"}],"metadata":{"b@example.com":"c@example.com","n":1.50,"t":true,"z":null}}""";

        var masked = Encoding.UTF8.GetString(EmailMask.Apply(Encoding.UTF8.GetBytes(Row)));

        Assert.Equal("""{"id":"1","input":[{"role":"user","content":"I am [email]"}],"metadata":{"[email]":"[email]","n":1.50,"t":true,"z":null}}""", masked);
    }

    [Fact]
    public void Arguments_within_a_row_stay_valid_JSON()
    {
        var row = JsonSerializer.SerializeToUtf8Bytes(new { arguments = """{"email":"sarah@example.com","note":"a\nsarah@example.com \"x@example.com\""}""" });

        var arguments = JsonElement.Parse(EmailMask.Apply(row)).GetProperty("arguments").GetString()!;

        Assert.Equal("a\n[email] \"[email]\"", JsonElement.Parse(arguments).GetProperty("note").GetString());
    }

    [Fact]
    public void A_row_that_is_no_JSON_leaves_no_address_either() =>
        Assert.Equal("{\"a\":\"[email]", Encoding.UTF8.GetString(EmailMask.Apply("{\"a\":\"x@example.com"u8.ToArray())));

    [Fact]
    public void A_megabyte_without_an_address_costs_no_more_than_its_length()
    {
        var text = new string('a', 1_000_000) + " @";

        Assert.Equal(text, EmailMask.Apply(text));
    }
}
