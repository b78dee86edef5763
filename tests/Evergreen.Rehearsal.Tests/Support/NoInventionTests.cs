using System.Text.RegularExpressions;
using Microsoft.Extensions.AI;

namespace Evergreen.Rehearsal.Tests.Support;

/// <summary>Whatever fact the agent says stands in a tool result, in the prompt or in the customer's own words.</summary>
public partial class NoInventionTests
{
    private static readonly string[][] Conversations =
    [
        ["ORD-1001 is late. ann@example.com", "When will I get the money?", "thanks"],
        ["I want to return ORD-1002 and get my money back. ann@example.com", "How do I send it?"],
        ["SPRING15 did not work on ORD-1003", "ann@example.com", "how long does it take"],
        ["Where is ORD-8888?", "ann@example.com", "the lantern one"],
        ["ORD-1005 please refund. ann@example.com"],
        ["what is my tier and how many points, ann@example.com", "list my orders"],
        ["battery of SKU-2001? and SKU-9999?", "price?"],
        ["nothing works, this is ridiculous", "ORD-1004", "bob@example.com"],
        ["how much is express shipping and how long can I return?", "do you price match?"],
    ];

    public static TheoryData<string, float> Settings => new()
    {
        { "support-v1.md", 0 }, { "support-v1.md", 1 }, { "support-v2.md", 0 }, { "support-v2.md", 1 }, { "support-v2.md", 2 },
    };

    [Theory, MemberData(nameof(Settings))]
    public async Task Every_number_date_and_reference_in_a_reply_has_a_source(string prompt, float temperature)
    {
        for (var seed = 0; seed < (temperature == 0 ? 1 : 40); seed++)
        {
            foreach (var lines in Conversations)
            {
                var talk = new Talk(Talk.Prompt(prompt)) { Temperature = temperature, Seed = seed };
                foreach (var line in lines)
                {
                    var reply = await talk.Say(line);
                    var evidence = Evidence(talk.History);
                    foreach (Match fact in FactPattern().Matches(reply))
                    {
                        Assert.True(IsBacked(fact.Value, evidence), $"\"{fact.Value}\" in \"{reply}\" has no source");
                    }
                }
            }
        }
    }

    [Fact]
    public void An_invented_fact_would_be_noticed()
    {
        Assert.False(IsBacked("ORD-7777", "ORD-1001 shipped"));
        Assert.False(IsBacked("$12.00", "total 84.0"));
        Assert.False(IsBacked("May 3", "2026-05-15T00:00:00Z"));
        Assert.True(IsBacked("May 15", "2026-05-15T00:00:00Z"));
        Assert.True(IsBacked("$84.00", "total 84.0"));
    }

    private static string Evidence(IReadOnlyList<ChatMessage> history) => string.Join('\n', history.Take(history.Count - 1).SelectMany(message =>
        message.Contents.Select(content => content switch
        {
            TextContent text when message.Role != ChatRole.Assistant => text.Text,
            FunctionResultContent result => result.Result!.ToString()!,
            _ => "",
        })));

    private static bool IsBacked(string fact, string evidence)
    {
        if (fact[0] == '$')
        {
            var amount = decimal.Parse(fact[1..], System.Globalization.CultureInfo.InvariantCulture);
            return NumberPattern().Matches(evidence).Any(number => decimal.Parse(number.Value, System.Globalization.CultureInfo.InvariantCulture) == amount);
        }

        return DateTime.TryParseExact(fact, "MMMM d", System.Globalization.CultureInfo.InvariantCulture, System.Globalization.DateTimeStyles.None, out var day)
            ? evidence.Contains(day.ToString("-MM-dd", System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal)
            : evidence.Contains(fact, StringComparison.OrdinalIgnoreCase);
    }

    [GeneratedRegex(@"\$\d+(?:\.\d+)?|\b(?:ORD|SKU|C|REF|RMA|LBL|TCK)-\w+|\b(?:January|February|March|April|May|June|July|August|September|October|November|December) \d+|\b\w*\d{2,}\w*\b")]
    private static partial Regex FactPattern();

    [GeneratedRegex(@"\d+(?:\.\d+)?")]
    private static partial Regex NumberPattern();
}
