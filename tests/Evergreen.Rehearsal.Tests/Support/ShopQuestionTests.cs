namespace Evergreen.Rehearsal.Tests.Support;

/// <summary>What neither prompt nor tools say is not guessed; what the prompt says is said in its words.</summary>
public class ShopQuestionTests
{
    public static TheoryData<string, string> Destinations => Prompts.With(
        "Do you ship to Canada?", "Can I have something delivered to Germany?", "Do you deliver internationally?");

    public static TheoryData<string, string> Hours => Prompts.With("What are your opening hours?", "When are you open?", "are you open on sundays");

    [Theory, MemberData(nameof(Destinations))]
    public async Task Where_the_shop_ships_to_is_not_guessed(string prompt, string line)
    {
        var talk = new Talk(Talk.Prompt(prompt));
        var reply = await talk.Say(line);

        Assert.Contains("where we ship to", reply, StringComparison.Ordinal);
        Assert.Contains("what shipping costs", reply, StringComparison.Ordinal);
        Assert.Empty(talk.Rounds);
    }

    [Theory, MemberData(nameof(Hours))]
    public async Task Opening_hours_are_not_guessed(string prompt, string line)
    {
        var reply = await new Talk(Talk.Prompt(prompt)).Say(line);

        Assert.Contains("opening hours", reply, StringComparison.Ordinal);
        Assert.Contains("rather not guess", reply, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_prompt_says_is_told()
    {
        const string lines = "\n- **Where we ship:** within the US and to Canada, not overseas.\n- **Opening hours:** 9 am to 5 pm, Monday to Friday.";
        var talk = new Talk(Talk.Prompt("support-v2.md") + lines);

        Assert.Contains("within the US and to Canada, not overseas", await talk.Say("Do you ship to Canada?"), StringComparison.Ordinal);
        Assert.Contains("9 am to 5 pm", await talk.Say("What time do you close?"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Asking_again_whether_that_is_so_brings_no_other_answer()
    {
        var talk = new Talk(Talk.Prompt("support-v2.md"));
        await talk.Say("Do you ship to Canada?");

        Assert.Contains("all I have on it", await talk.Say("Are you sure?"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_late_parcel_abroad_is_a_late_parcel() =>
        Assert.Contains("ORD-1001", await new Talk(Talk.Prompt("support-v2.md")).Say("ORD-1001 was shipped to Canada and is late. ann@example.com"), StringComparison.Ordinal);
}
