using System.Globalization;
using System.Text.Json;
using Evergreen.Insights.Topics.Runs;
using Evergreen.Insights.Transcripts;

namespace Evergreen.Insights.Tests.Reports.Browser;

/// <summary>The page as it is used. Without a browser on the machine these are skipped, and say so.</summary>
public sealed class ReportInBrowserTests(ReportFixture pages) : IClassFixture<ReportFixture>
{
    private const string Listed = "[...document.querySelectorAll('#conversations .id')].map(b => b.textContent)";
    private const string IsReading = "document.querySelector('#reader').open && document.querySelector('#reader-title')";

    public static TheoryData<string> Pages => ["run", "runs", "experiments", "plain"];

    [SkippableTheory, MemberData(nameof(Pages))]
    public async Task It_opens_from_disk_without_a_problem_and_asks_for_nothing(string name)
    {
        await using var page = await OpenAsync(name);

        Assert.Empty(page.Problems);
        Assert.Single(page.Requests);
    }

    [SkippableFact]
    public async Task A_point_tells_what_it_is_under_the_pointer_and_opens_its_conversation_when_clicked()
    {
        await using var page = await OpenAsync("run");

        await page.HoverAsync(".map .mark:nth-of-type(5)");
        var told = await page.EvaluateAsync<string>("document.querySelector('.tip:not([hidden]) strong').textContent");
        await page.ClickAsync(".map .mark:nth-of-type(5)");
        await page.UntilAsync(IsReading);

        Assert.Equal(told, await page.EvaluateAsync<string>("document.querySelector('#reader-title').textContent"));
    }

    [SkippableFact]
    public async Task A_topic_of_the_legend_keeps_its_conversations_and_gives_the_others_back()
    {
        await using var page = await OpenAsync("run");

        await page.ClickAsync(".legend button");
        var kept = await page.EvaluateAsync<string[]>(Listed);
        var faint = await page.EvaluateAsync<int>("document.querySelectorAll('.map .mark.out').length");
        await page.ClickAsync(".legend button");

        Assert.InRange(kept.Length, 3, 14);
        Assert.Equal(38 - kept.Length, faint);
        Assert.Equal(38, (await page.EvaluateAsync<string[]>(Listed)).Length);
    }

    [SkippableFact]
    public async Task A_cell_of_the_cross_table_keeps_as_many_conversations_as_it_says()
    {
        await using var page = await OpenAsync("run");

        await page.ClickAsync(".cross td button");
        var said = await page.EvaluateAsync<string>("document.querySelector('.cross td button small').textContent");

        Assert.Equal(int.Parse(said, CultureInfo.InvariantCulture), (await page.EvaluateAsync<string[]>(Listed)).Length);
        Assert.Equal(2, await page.EvaluateAsync<int>("document.querySelectorAll('.chip').length"));
    }

    [SkippableFact]
    public async Task Keys_alone_lead_from_the_map_to_a_conversation_and_back()
    {
        await using var page = await OpenAsync("run");

        await TabToAsync(page, "document.activeElement.matches('svg.map')");
        await page.PressAsync("ArrowRight", "ArrowDown");
        var meant = await page.EvaluateAsync<string>("document.getElementById(document.activeElement.getAttribute('aria-activedescendant')).getAttribute('aria-label')");
        await page.PressAsync("Enter");
        await page.UntilAsync(IsReading);
        Assert.StartsWith(await page.EvaluateAsync<string>("document.querySelector('#reader-title').textContent") + ",", meant);

        await page.PressAsync("Escape");
        await page.UntilAsync("!document.querySelector('#reader').open && document.activeElement.matches('svg.map')");
    }

    [SkippableFact]
    public async Task Keys_alone_walk_through_the_list_and_from_conversation_to_conversation()
    {
        await using var page = await OpenAsync("run");

        await TabToAsync(page, "document.activeElement.matches('#conversations tbody button')");
        await page.PressAsync("ArrowDown", "ArrowDown", "Enter");
        await page.UntilAsync(IsReading);
        await page.PressAsync("ArrowRight");
        await page.UntilAsync("document.querySelector('.reader-bar').textContent.includes('4 of 38')");

        Assert.Equal((await page.EvaluateAsync<string[]>(Listed))[3], await page.EvaluateAsync<string>("document.querySelector('#reader-title').textContent"));
    }

    [SkippableFact]
    public async Task What_has_the_focus_can_be_seen()
    {
        await using var page = await OpenAsync("run");

        await page.PressAsync("Tab", "Tab");

        Assert.Equal("2px solid", await page.EvaluateAsync<string>(
            "(s => `${s.outlineWidth} ${s.outlineStyle}`)(getComputedStyle(document.activeElement))"));
    }

    [SkippableTheory, MemberData(nameof(Pages))]
    public async Task On_a_phone_nothing_is_wider_than_the_screen(string name)
    {
        await using var page = await OpenAsync(name, width: 375);
        Assert.Equal(375, await page.EvaluateAsync<int>("document.documentElement.scrollWidth"));

        await page.ClickAsync("#conversations .id");
        await page.UntilAsync(IsReading);
        Assert.True(await page.EvaluateAsync<bool>("document.querySelector('#reader').scrollWidth <= 375"));
    }

    [SkippableTheory]
    [InlineData("run", false), InlineData("run", true), InlineData("runs", true), InlineData("experiments", false), InlineData("experiments", true)]
    public async Task Text_stands_out_from_its_ground_in_light_and_in_dark(string name, bool dark)
    {
        await using var page = await OpenAsync(name, dark: dark);
        await page.ClickAsync("#conversations .id");
        await page.UntilAsync(IsReading);

        Assert.Equal("[]", await page.EvaluateAsync<string>($"JSON.stringify(({Contrast.TooLow})())"));
        Assert.Equal(dark, await page.EvaluateAsync<bool>("getComputedStyle(document.body).backgroundColor.match(/[\\d.]+/)[0] < 100"));
    }

    [SkippableFact]
    public async Task The_colours_can_be_switched_by_hand()
    {
        await using var page = await OpenAsync("run");
        const string Ground = "getComputedStyle(document.body).backgroundColor";
        var light = await page.EvaluateAsync<string>(Ground);

        await page.ClickAsync(".theme");

        Assert.NotEqual(light, await page.EvaluateAsync<string>(Ground));
    }

    [SkippableFact]
    public async Task Nothing_moves_for_those_who_asked_for_stillness()
    {
        await using var still = await OpenAsync("run");
        await using var lively = await pages.Chromium.OpenAsync(pages.Run, still: false);
        const string Moves = "getComputedStyle(document.querySelector('.mark')).transitionDuration !== '0s' || getComputedStyle(document.documentElement).scrollBehavior === 'smooth'";

        Assert.False(await still.EvaluateAsync<bool>(Moves));
        Assert.True(await lively.EvaluateAsync<bool>(Moves));
    }

    [SkippableFact]
    public async Task Hostile_text_stays_text()
    {
        await using var page = await OpenAsync("run");

        await FilterAsync(page, "id", "=", "hostile-01#1");
        await page.ClickAsync("#conversations .id");
        await page.UntilAsync(IsReading);

        Assert.Equal([ReportFixture.Hostile, ReportFixture.Hostile], await page.EvaluateAsync<string[]>("[...document.querySelectorAll('.said .text')].map(t => t.textContent)"));
        Assert.False(await page.EvaluateAsync<bool>("'hacked' in window || document.querySelector('img') !== null"));
        Assert.Empty(page.Problems);
    }

    [SkippableFact]
    public async Task A_call_that_was_tried_again_shows_its_attempts_and_the_wait_between_them()
    {
        await using var page = await OpenAsync("run");

        await FilterAsync(page, "retries", ">=", "1");
        await page.ClickAsync("#conversations .id");
        await page.UntilAsync(IsReading);

        Assert.Equal(["25% 12.5%", "37.5% 37.5%", "75% 12.5%"], await page.EvaluateAsync<string[]>(
            "[...document.querySelectorAll('.timeline li.tool .span')].map(s => `${s.style.left} ${s.style.width}`)"));
        Assert.Equal("503 CARRIER_UNAVAILABLE (unavailable), tried again after 1.5\u00a0s", await page.EvaluateAsync<string>("document.querySelector('.attempts li').textContent"));
        Assert.Contains("200 after 2 attempts", await page.EvaluateAsync<string>("document.querySelector('.call').textContent"));
    }

    [SkippableFact]
    public async Task A_comparison_shows_means_difference_and_cases_as_they_were_computed()
    {
        await using var page = await OpenAsync("experiments");
        const string Row = "document.querySelector('[data-scorer=resolution]')";

        Assert.Equal(["25\u00a0%", "75\u00a0%", "+50"], await page.EvaluateAsync<string[]>($"[...{Row}.querySelectorAll('.values b')].map(b => b.textContent)"));
        Assert.Equal(["5", "1", "2"], await page.EvaluateAsync<string[]>($"[...{Row}.querySelectorAll('.tally b')].map(b => b.textContent)"));
        Assert.Equal(["75.00%", "75.00%"], await page.EvaluateAsync<string[]>($"[...{Row}.querySelectorAll('circle')].map(c => c.getAttribute('cx'))"));
        Assert.Equal("25.00%", await page.EvaluateAsync<string>($"{Row}.querySelector('svg svg').getAttribute('x')"));
    }

    [SkippableFact]
    public async Task A_case_that_flipped_can_be_read_on_both_sides()
    {
        await using var page = await OpenAsync("experiments");

        await page.ClickAsync(".flips summary");
        await page.ClickAsync(".flips td:last-child button");
        await page.UntilAsync(IsReading);

        Assert.Equal(["base", "candidate"], await page.EvaluateAsync<string[]>("[...document.querySelectorAll('.reading .eyebrow')].map(e => e.textContent.split(' ')[0])"));
        Assert.Single(await page.EvaluateAsync<string[]>("[...new Set([...document.querySelectorAll('.reading h2')].map(h => h.textContent))]"));
    }

    [SkippableFact]
    public async Task What_changed_between_two_releases_stands_line_by_line()
    {
        await using var page = await OpenAsync("runs");

        Assert.Equal(
            ["Added: - **Late shipments**: refund the shipping.", "Removed: no retries", "Added: 2 retries, the first after 1.5 s, then 2 times as long"],
            await page.EvaluateAsync<string[]>("[...document.querySelectorAll('#release .diff li')].map(li => li.textContent)"));
    }

    [SkippableFact]
    public async Task A_run_without_topics_says_how_to_make_them()
    {
        await using var page = await OpenAsync("plain");

        Assert.Contains("evergreen topics ", await page.EvaluateAsync<string>("document.querySelector('#topics').textContent"));
    }

    [SkippableTheory]
    [InlineData("task", "~", "promo"), InlineData("sentiment", "=", "NEGATIVE"), InlineData("sentiment", "!=", "negative"), InlineData("text", "~", "tracking")]
    [InlineData("text", "!~", "size"), InlineData("error", "=", "CARRIER_UNAVAILABLE"), InlineData("tool", "!=", "check_shipping_status"), InlineData("retries", "<", "1")]
    [InlineData("seconds", ">", "1.5"), InlineData("score", "!=", "1"), InlineData("ending", "=", "completed"), InlineData("negative_reasons", "~", "late")]
    public async Task A_condition_on_the_page_keeps_what_it_keeps_on_the_command_line(string name, string @operator, string value)
    {
        await using var page = await OpenAsync("run");

        await FilterAsync(page, name, @operator, value);

        Assert.Equal(
            RunSubjects.Of(RunFolder.Open(pages.RunFolder)).Where([$"{name}{@operator}{value}"]).Select(s => s.Conversation.Id),
            await page.EvaluateAsync<string[]>(Listed));
    }

    [SkippableFact]
    public async Task A_condition_that_makes_no_sense_is_refused_in_words()
    {
        await using var page = await OpenAsync("run");

        await FilterAsync(page, "turns", "=", "many", expected: "document.querySelector('.problem').textContent");

        Assert.Contains("is no number", await page.EvaluateAsync<string>("document.querySelector('.problem').textContent"));
        Assert.Equal(38, (await page.EvaluateAsync<string[]>(Listed)).Length);
    }

    private Task<BrowserPage> OpenAsync(string name, int width = 1280, bool dark = false) => pages.Chromium.OpenAsync(
        name switch { "run" => pages.Run, "runs" => pages.Runs, "experiments" => pages.Experiments, _ => pages.Plain }, width, dark);

    private static async Task FilterAsync(BrowserPage page, string name, string @operator, string value, string expected = "document.querySelector('.chip')")
    {
        await page.EvaluateAsync<string>($$"""
            (() => {
              const form = document.querySelector('#filter-form');
              const [names, operators] = form.querySelectorAll('select');
              names.value = {{JsonSerializer.Serialize(name)}};
              names.dispatchEvent(new Event('change'));
              operators.value = {{JsonSerializer.Serialize(@operator)}};
              form.querySelector('input').value = {{JsonSerializer.Serialize(value)}};
              form.requestSubmit();
              return '';
            })()
            """);
        await page.UntilAsync(expected);
    }

    private static async Task TabToAsync(BrowserPage page, string there)
    {
        for (var presses = 0; presses < 150 && !await page.EvaluateAsync<bool>(there); presses++)
        {
            await page.PressAsync("Tab");
        }

        Assert.True(await page.EvaluateAsync<bool>(there), "the key Tab does not lead there");
    }
}
