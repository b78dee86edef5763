using Evergreen.Actors.Models.Limits;

namespace Evergreen.Actors.Tests.Models.Limits;

public class ConcurrencyLimitTests
{
    private TimeSpan _now;

    [Fact]
    public void It_doubles_each_clean_round_until_the_first_429()
    {
        var limit = new ConcurrencyLimit(ceiling: 1000, start: 10);

        CleanRound(limit);
        Assert.Equal(20, limit.Limit);
        CleanRound(limit);
        Assert.Equal(40, limit.Limit);

        Refuse(limit, level: 40, older: 30);
        CleanRound(limit);
        Assert.Equal(31, limit.Limit);
    }

    [Fact]
    public void A_round_that_did_not_use_four_fifths_of_the_limit_proves_nothing()
    {
        var limit = new ConcurrencyLimit(ceiling: 1000, start: 10);

        CleanRound(limit, peak: 7);
        Assert.Equal(10, limit.Limit);

        CleanRound(limit, peak: 8);
        Assert.Equal(20, limit.Limit);
    }

    [Fact]
    public void The_users_number_is_a_ceiling_and_not_an_off_switch()
    {
        var limit = new ConcurrencyLimit(ceiling: 25, start: 128);
        Assert.Equal(25, limit.Limit);

        CleanRound(limit);
        Assert.Equal(25, limit.Limit);

        Refuse(limit, level: 25, older: 18);
        Assert.Equal(18, limit.Limit);
    }

    [Fact]
    public void A_429_cuts_once_an_episode()
    {
        var limit = new ConcurrencyLimit(ceiling: 1000, start: 100);
        var sent = Send(limit, level: 100);
        Pass();

        limit.Refused(sent, older: 60, _now);
        limit.Refused(sent, older: 50, _now);
        limit.Refused(sent, older: 40, _now);

        Assert.Equal(60, limit.Limit);
        Assert.Equal(1, limit.Cuts);
    }

    [Fact]
    public void A_429_for_a_request_sent_after_the_cut_cuts_again_however_soon()
    {
        var limit = new ConcurrencyLimit(ceiling: 1000, start: 100);

        Refuse(limit, level: 100, older: 60);
        Refuse(limit, level: 60, older: 20);

        Assert.Equal(30, limit.Limit);
    }

    [Theory]
    [InlineData(20, 50)]
    [InlineData(63, 63)]
    [InlineData(99, 80)]
    public void What_is_being_served_is_trusted_between_a_fifth_and_a_half(int older, int expected)
    {
        var limit = new ConcurrencyLimit(ceiling: 1000, start: 100);

        Refuse(limit, level: 100, older);

        Assert.Equal(expected, limit.Limit);
    }

    [Fact]
    public void A_server_error_pauses_growth_and_cuts_nothing()
    {
        var limit = new ConcurrencyLimit(ceiling: 1000, start: 10);

        Answer(limit, count: 9, level: 10);
        limit.Failed();
        Answer(limit, count: 9, level: 10);
        Assert.Equal(10, limit.Limit);

        Answer(limit, count: 1, level: 10);
        Assert.Equal(20, limit.Limit);
        Assert.Equal(0, limit.Cuts);
    }

    [Fact]
    public void Answers_to_requests_sent_before_a_cut_do_not_grow_the_new_limit()
    {
        var limit = new ConcurrencyLimit(ceiling: 1000, start: 100);
        var before = Send(limit, level: 100);
        Refuse(limit, level: 100, older: 50);

        for (var answer = 0; answer < 500; answer++)
        {
            limit.Answered(before, _now);
        }

        Assert.Equal(50, limit.Limit);
    }

    [Fact]
    public void A_refused_height_is_tried_again_only_after_a_pause_that_doubles()
    {
        var limit = new ConcurrencyLimit(ceiling: 1000, start: 20);
        Refuse(limit, level: 20, older: 16);

        Rounds(limit, 10);
        Assert.Equal(19, limit.Limit);

        Pass(TimeSpan.FromSeconds(5));
        CleanRound(limit);
        Assert.Equal(20, limit.Limit);

        Refuse(limit, level: 20, older: 17);
        Pass(TimeSpan.FromSeconds(6));
        Rounds(limit, 10);
        Assert.Equal(19, limit.Limit);

        Pass(TimeSpan.FromSeconds(5));
        Rounds(limit, 2);
        Assert.Equal(21, limit.Limit);
    }

    [Fact]
    public void Refusals_that_have_nothing_to_do_with_the_number_do_not_press_the_limit_to_the_floor()
    {
        var limit = new ConcurrencyLimit(ceiling: 1000, start: 100);

        for (var wave = 0; wave < 200; wave++)
        {
            Answer(limit, count: 4, level: limit.Limit);
            Refuse(limit, level: limit.Limit, older: limit.Limit / 2);
        }

        Assert.InRange(limit.Limit, ConcurrencyLimit.ProvenFloor / 2, ConcurrencyLimit.ProvenFloor);
    }

    [Fact]
    public void A_provider_that_serves_one_at_a_time_is_found_out()
    {
        var limit = new ConcurrencyLimit(ceiling: 1000, start: 32);

        for (var wave = 0; wave < 10; wave++)
        {
            Answer(limit, count: 1, level: 1);
            Refuse(limit, level: limit.Limit, older: 1);
        }

        Assert.Equal(1, limit.Limit);
    }

    private void Rounds(ConcurrencyLimit limit, int count)
    {
        for (var round = 0; round < count; round++)
        {
            CleanRound(limit);
        }
    }

    private void CleanRound(ConcurrencyLimit limit, int? peak = null) => Answer(limit, limit.Limit, peak ?? limit.Limit);

    private void Answer(ConcurrencyLimit limit, int count, int level)
    {
        var sent = Send(limit, level);
        for (var answer = 0; answer < count; answer++)
        {
            limit.Answered(sent, _now);
        }
    }

    private void Refuse(ConcurrencyLimit limit, int level, int older)
    {
        var sent = Send(limit, level);
        Pass();
        limit.Refused(sent, older, _now);
    }

    private SentRequest Send(ConcurrencyLimit limit, int level)
    {
        Pass();
        limit.Sent(level);
        return new SentRequest(_now, level);
    }

    private void Pass(TimeSpan? time = null) => _now += time ?? TimeSpan.FromMilliseconds(1);
}
