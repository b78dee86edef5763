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

    private static async Task<string> Reply(string tone, string email, long seed, params string[] heard)
    {
        var messages = new List<ChatMessage>
        {
            new(ChatRole.System, Talk.Prompt("customer.md").Replace("{{tone}}", tone).Replace("{{email}}", email).Replace("{{opening}}", Opening)),
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
