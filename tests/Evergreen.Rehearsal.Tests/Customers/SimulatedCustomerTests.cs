using Evergreen.Rehearsal.Customers;
using Microsoft.Extensions.AI;

namespace Evergreen.Rehearsal.Tests.Customers;

public class SimulatedCustomerTests
{
    private const string Opening = "My parcel ORD-1001 is late.";

    public static TheoryData<string> Tones =>
        ["frustrated and impatient", "confused", "grateful but still asking", "neutral and factual", "sarcastic", "panicked and urgent"];

    [Theory, MemberData(nameof(Tones))]
    public async Task It_gives_email_and_order_number_when_asked(string tone)
    {
        Assert.Contains("ann@example.com", await Reply(tone, "ann@example.com", 0, "Which e-mail address is your account under?"), StringComparison.Ordinal);
        Assert.Contains("ORD-1001", await Reply(tone, "none", 0, "Could you give me the order number?"), StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Tones))]
    public async Task It_invents_no_email(string tone)
    {
        for (var seed = 0; seed < 20; seed++)
        {
            Assert.DoesNotContain("@", await Reply(tone, "none", seed, "What is the e-mail address of your account?"), StringComparison.Ordinal);
        }
    }

    [Theory, MemberData(nameof(Tones))]
    public async Task It_stays_a_customer_and_short(string tone)
    {
        for (var seed = 0; seed < 30; seed++)
        {
            var line = await Reply(tone, "ann@example.com", seed, "I've refunded the $14.99 you paid for shipping. It takes 5-7 business days.");

            Assert.NotEqual("[LEAVES]", line);
            Assert.InRange(line.Length, 5, 200);
            Assert.DoesNotContain("your account", line, StringComparison.OrdinalIgnoreCase);
        }
    }

    [Fact]
    public async Task It_leaves_only_when_the_agent_goes_in_circles()
    {
        const string circle = "I can't find that order in our system.";

        Assert.NotEqual("[LEAVES]", await Reply("sarcastic", "ann@example.com", 0, circle, circle));
        Assert.Equal("[LEAVES]", await Reply("sarcastic", "ann@example.com", 0, circle, circle, circle));
    }

    [Theory, MemberData(nameof(Tones))]
    public async Task It_does_not_say_the_same_line_twice(string tone)
    {
        const string done = "I've refunded the $14.99 you paid for shipping. It takes 5-7 business days.";
        for (var seed = 0; seed < 20; seed++)
        {
            var first = await Reply(tone, "ann@example.com", seed, done);

            Assert.NotEqual(first, await Answer(Brief(tone, "ann@example.com", Opening), seed, done, first, done));
        }
    }

    [Theory, MemberData(nameof(Tones))]
    public async Task Whose_question_is_answered_does_not_ask_when_it_will_be_done(string tone)
    {
        for (var seed = 0; seed < 20; seed++)
        {
            var line = await Answer(Brief(tone, "ann@example.com", "Is the Trail Radio (SKU-2003) waterproof?"), seed, "Our catalogue says: it is waterproof to IPX7.");

            Assert.DoesNotContain("that product", line, StringComparison.Ordinal);
            Assert.False(Says(line, "When", "How long will", "How long do I have to wait", "how long does it", "how long is that"), line);
        }
    }

    [Fact]
    public async Task It_does_not_give_an_address_again_that_led_nowhere() =>
        Assert.DoesNotContain("@", await Reply("neutral", "ann@example.com", 0, "There are no orders there. Could you have used another e-mail address?"), StringComparison.Ordinal);

    [Theory]
    [InlineData("You are a customer support agent.", false)]
    [InlineData("You are an assistant helping a customer.", false)]
    [InlineData("You are the customer in this chat. Tone: confused", true)]
    [InlineData("Act as an angry customer of a shop.", true)]
    public void The_role_is_read_from_the_prompt(string prompt, bool isCustomer) =>
        Assert.Equal(isCustomer, CustomerBrief.IsAskedFor(prompt));

    [Fact]
    public void The_support_prompts_are_no_customers()
    {
        Assert.False(CustomerBrief.IsAskedFor(Talk.Prompt("support-v1.md")));
        Assert.False(CustomerBrief.IsAskedFor(Talk.Prompt("support-v2.md")));
    }

    private static bool Says(string line, params string[] words) => words.Any(word => line.Contains(word, StringComparison.Ordinal));

    private static string Brief(string tone, string email, string opening) =>
        Talk.Prompt("customer.md").Replace("{{tone}}", tone).Replace("{{email}}", email).Replace("{{opening}}", opening);

    /// <summary>The customer's line after replies and lines by turns, a reply first.</summary>
    private static async Task<string> Answer(string brief, long seed, params string[] said)
    {
        var messages = new List<ChatMessage> { new(ChatRole.System, brief) };
        messages.AddRange(said.Select((text, i) => new ChatMessage(i % 2 == 0 ? ChatRole.User : ChatRole.Assistant, text)));
        return (await new RehearsalChatClient().GetResponseAsync(messages, new ChatOptions { Seed = seed, Temperature = 1 })).Text;
    }

    private static async Task<string> Reply(string tone, string email, long seed, params string[] heard)
    {
        var messages = new List<ChatMessage>
        {
            new(ChatRole.System, Brief(tone, email, Opening)),
            new(ChatRole.Assistant, Opening),
        };
        foreach (var reply in heard)
        {
            messages.Add(new ChatMessage(ChatRole.User, reply));
            messages.Add(new ChatMessage(ChatRole.Assistant, "And now?"));
        }

        messages.RemoveAt(messages.Count - 1);
        return (await new RehearsalChatClient().GetResponseAsync(messages, new ChatOptions { Seed = seed, Temperature = 1 })).Text;
    }
}
