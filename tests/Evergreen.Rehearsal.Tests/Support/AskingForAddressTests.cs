using Evergreen.Rehearsal.Customers;

namespace Evergreen.Rehearsal.Tests.Support;

public class AskingForAddressTests
{
    [Fact]
    public async Task An_address_that_was_only_mentioned_is_not_spoken_of_as_asked_for()
    {
        var talk = new Talk(Talk.Prompt("support-v2.md"));
        Assert.Contains("e-mail", await talk.Say("Hm."), StringComparison.Ordinal);

        Assert.Contains("look that up", await talk.Say("How many points do I have?"), StringComparison.Ordinal);
        Assert.Contains("I just need the e-mail address", await talk.Say("Well, how many points is it?"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ask.email")]
    [InlineData("ask.email_again")]
    [InlineData("ask.email_of_account")]
    public void Whoever_asks_for_an_address_is_heard_to_ask_for_it(string phrase)
    {
        for (var seed = 0UL; seed < 40; seed++)
        {
            var reply = Phrasebook.Agent.Say(phrase, [], new Dice(seed), 1);

            Assert.True(AgentReply.Of(reply).AsksForEmail, reply);
        }
    }
}
