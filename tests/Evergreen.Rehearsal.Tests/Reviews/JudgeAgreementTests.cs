using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.AI;
using Xunit.Abstractions;

namespace Evergreen.Rehearsal.Tests.Reviews;

/// <summary>
/// How far the offline judges agree with a person, over conversations written and judged by hand. The rules were mended on the
/// first file, so only the held-out one says how they do on what they have not seen.
/// </summary>
public class JudgeAgreementTests(ITestOutputHelper output)
{
    private static readonly string[] Scorers = ["helpfulness", "resolution", "empathy"];

    [Theory]
    [InlineData("judged-conversations", "helpfulness", 0.95, 0.90)]
    [InlineData("judged-conversations", "resolution", 0.95, 0.90)]
    [InlineData("judged-conversations", "empathy", 0.95, 0.90)]
    [InlineData("judged-conversations-held-out", "helpfulness", 0.88, 0.75)]
    [InlineData("judged-conversations-held-out", "resolution", 0.88, 0.75)]
    [InlineData("judged-conversations-held-out", "empathy", 0.88, 0.40)]
    public async Task The_judges_agree_with_a_person_to_the_stated_degree(string file, string scorer, double accuracy, double kappa)
    {
        var cases = JudgedConversation.All(file);
        int both = 0, neither = 0, onlyJudge = 0, onlyPerson = 0;
        foreach (var judged in cases)
        {
            var (verdict, reason) = await Judge(scorer, judged.Text);
            var person = judged.Verdicts[Array.IndexOf(Scorers, scorer)];
            both += verdict && person ? 1 : 0;
            neither += !verdict && !person ? 1 : 0;
            onlyJudge += verdict && !person ? 1 : 0;
            onlyPerson += !verdict && person ? 1 : 0;
            if (verdict != person)
            {
                output.WriteLine($"{judged.Name}: judge {verdict}, person {person}: {reason}");
            }
        }

        double n = cases.Count;
        var observed = (both + neither) / n;
        var byChance = (((both + onlyJudge) / n) * ((both + onlyPerson) / n)) + (((neither + onlyPerson) / n) * ((neither + onlyJudge) / n));
        var agreement = (observed - byChance) / (1 - byChance);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{file} {scorer}: n {n}, accuracy {observed:0.000}, Cohen's kappa {agreement:0.000}, person yes {both + onlyPerson}, judge yes {both + onlyJudge}"));

        Assert.InRange(both + onlyPerson, n / 4, n * 0.9);
        Assert.True(observed >= accuracy, $"accuracy {observed:0.000}");
        Assert.True(agreement >= kappa, $"kappa {agreement:0.000}");
    }

    private static async Task<(bool IsYes, string Reason)> Judge(string scorer, string narrative)
    {
        var prompt = Talk.Prompt($"judges/{scorer}.md").Replace("{{expected}}\n\n", "");
        var answer = await new RehearsalChatClient().GetResponseAsync(
            [new ChatMessage(ChatRole.System, prompt), new ChatMessage(ChatRole.User, narrative)], new ChatOptions { Temperature = 0 });
        var json = JsonElement.Parse(answer.Text);
        return (json.GetProperty("verdict").GetString() == "yes", json.GetProperty("reason").GetString()!);
    }
}

/// <summary>A conversation of <c>Data/judged-conversations.txt</c>.</summary>
internal sealed record JudgedConversation(string Name, IReadOnlyList<bool> Verdicts, string Text)
{
    public static IReadOnlyList<JudgedConversation> All(string file = "judged-conversations") =>
    [
        .. File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Data", file + ".txt")).Split("\n=== ").Skip(1).Select(block =>
        {
            var head = block[..block.IndexOf('\n')].Split(' ');
            return new JudgedConversation(head[0], [.. head[1..].Select(verdict => verdict == "yes")], block[(block.IndexOf('\n') + 1)..]);
        }),
    ];
}
