namespace Evergreen.Rehearsal.Tests.Support;

/// <summary>Whether a delivery time is normal is answered from the terms the prompt states.</summary>
public class ShippingTimeTests
{
    public static TheoryData<string, string> Normal => Prompts.With(
        "Is 5 days normal for standard shipping?", "Does standard delivery usually take 6 days?");

    [Theory, MemberData(nameof(Normal))]
    public async Task What_the_terms_allow_is_normal(string prompt, string line)
    {
        var talk = new Talk(Talk.Prompt(prompt));
        var reply = await talk.Say(line);

        Assert.StartsWith("Yes", reply, StringComparison.Ordinal);
        Assert.Contains("5-7 days", reply, StringComparison.Ordinal);
        Assert.Empty(talk.Rounds);
    }

    [Theory]
    [InlineData("My express parcel has taken 4 days so far, is that normal?", "No, 4 days is longer")]
    [InlineData("Is it normal that standard shipping took 2 days?", "2 days would be quick")]
    [InlineData("Is it usual that standard delivery takes a week?", "takes 5-7 days")]
    [InlineData("Is 3 days normal for overnight shipping?", "no time for overnight")]
    public async Task What_they_do_not_allow_or_do_not_say_is_not_called_normal(string line, string answer)
    {
        var reply = await new Talk(Talk.Prompt("support-v2.md")).Say(line);

        Assert.Contains(answer, reply, StringComparison.Ordinal);
        Assert.DoesNotContain("Yes", reply, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Terms_in_business_days_are_told_without_a_verdict_on_plain_days()
    {
        var prompt = Talk.Prompt("support-v2.md").Replace("takes 5-7 days", "takes 5-7 business days", StringComparison.Ordinal);
        var reply = await new Talk(prompt).Say("Is 8 days normal for standard shipping?");

        Assert.Contains("5-7 business days", reply, StringComparison.Ordinal);
        Assert.DoesNotContain("No,", reply, StringComparison.Ordinal);
    }
}
