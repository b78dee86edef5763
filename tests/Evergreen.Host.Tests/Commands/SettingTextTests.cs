using Evergreen.Actors.Runs;
using Evergreen.Host.Commands;

namespace Evergreen.Host.Tests.Commands;

public class SettingTextTests
{
    [Theory]
    [InlineData("200ms", 0.2)]
    [InlineData("1.5s", 1.5)]
    [InlineData("10m", 600)]
    [InlineData("2h", 7200)]
    [InlineData("0", 0)]
    public void A_length_of_time_carries_its_unit(string text, double seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), SettingText.Duration(text));

    [Theory]
    [InlineData("200")]
    [InlineData("-1s")]
    [InlineData("fast")]
    [InlineData("")]
    [InlineData("99999999999h")]
    public void A_length_of_time_without_sense_is_refused_with_an_example(string text) =>
        Assert.Contains("e.g. 200ms", Assert.Throws<FormatException>(() => SettingText.Duration(text)).Message);

    [Fact]
    public void A_range_has_two_ends_or_one_for_both()
    {
        Assert.Equal(new(TimeSpan.FromMilliseconds(100), TimeSpan.FromMilliseconds(300)), SettingText.Latency("100ms..300ms"));
        Assert.Equal(new(TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(2)), SettingText.Latency("2s"));
    }

    [Theory]
    [InlineData("300ms..100ms")]
    [InlineData("1s..2s..3s")]
    [InlineData("1s..")]
    [InlineData("11m")]
    public void A_range_that_is_none_is_refused(string text) =>
        Assert.Throws<FormatException>(() => SettingText.Latency(text));

    [Theory]
    [InlineData("0")]
    [InlineData("1e3")]
    [InlineData("many")]
    [InlineData("99999999999")]
    public void A_number_out_of_range_is_refused_with_the_range(string text) =>
        Assert.Equal("give a whole number from 1 to 2147483647", Assert.Throws<FormatException>(() => SettingText.WholeNumber(1)(text)).Message);

    [Theory]
    [InlineData("99999999999999999999")]
    [InlineData("1.5")]
    public void A_seed_out_of_range_is_refused_with_the_range(string text) =>
        Assert.Equal(
            "give a whole number from -9223372036854775808 to 9223372036854775807",
            Assert.Throws<FormatException>(() => SettingText.Seed(text)).Message);

    [Theory]
    [InlineData("3")]
    [InlineData("-0.1")]
    [InlineData("NaN")]
    [InlineData("0,5")]
    public void A_temperature_is_between_its_ends(string text) =>
        Assert.Equal("give a number from 0 to 2", Assert.Throws<FormatException>(() => SettingText.Number(0, 2)(text)).Message);

    [Fact]
    public void Extra_turns_are_drawn_fixed_or_left_out()
    {
        Assert.Equal(ExtraTurns.Random, SettingText.ExtraTurns("random"));
        Assert.Equal(ExtraTurns.None, SettingText.ExtraTurns("none"));
        Assert.Equal(new ExtraTurns(2), SettingText.ExtraTurns("2"));
        Assert.Throws<FormatException>(() => SettingText.ExtraTurns("-1"));
    }

    [Theory]
    [InlineData("2026-03-31", "2026-03-31T00:00:00Z")]
    [InlineData("2026-03-31T09:30Z", "2026-03-31T09:30:00Z")]
    [InlineData("2026-03-31T09:30:15+02:00", "2026-03-31T07:30:15Z")]
    public void A_moment_is_an_ISO_date_in_UTC_unless_it_says_otherwise(string text, string expected) =>
        Assert.Equal(DateTimeOffset.Parse(expected, null), SettingText.Moment(text));

    [Theory]
    [InlineData("31.03.2026")]
    [InlineData("tomorrow")]
    public void A_moment_in_another_form_is_refused(string text) =>
        Assert.Throws<FormatException>(() => SettingText.Moment(text));
}
