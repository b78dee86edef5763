using Evergreen.Actors.Tracing.Delivery;

namespace Evergreen.Actors.Tests.Tracing.Delivery;

public class SendPaceTests
{
    private const double Middle = 0.5;
    private static readonly DateTimeOffset Noon = new(2030, 1, 15, 12, 0, 0, TimeSpan.Zero);

    private readonly SendPace _pace = new(new DeliveryOptions { MaxInFlight = 4 });

    [Fact]
    public void A_failure_pauses_everything_and_then_one_request_at_a_time_asks_whether_it_is_over()
    {
        _pace.Failed(Noon, Noon, asked: null, Middle);

        Assert.Equal(Noon.AddSeconds(1), _pace.NotBefore);
        Assert.Equal(1, _pace.InFlightLimit);

        _pace.Succeeded();
        Assert.Equal(4, _pace.InFlightLimit);
    }

    [Fact]
    public void What_was_under_way_before_the_pause_and_fails_too_does_not_lengthen_it()
    {
        for (var request = 0; request < 4; request++)
        {
            _pace.Failed(Noon, Noon, asked: null, Middle);
        }

        Assert.Equal(Noon.AddSeconds(1), _pace.NotBefore);
    }

    [Fact]
    public void Each_further_failure_doubles_the_pause_up_to_a_minute()
    {
        var at = Noon;
        var pauses = new List<double>();
        for (var failure = 0; failure < 9; failure++)
        {
            _pace.Failed(at, at, asked: null, Middle);
            pauses.Add((_pace.NotBefore - at).TotalSeconds);
            at = _pace.NotBefore;
        }

        Assert.Equal([1, 2, 4, 8, 16, 32, 60, 60, 60], pauses);
    }

    [Fact]
    public void The_pause_the_destination_asks_for_is_never_undercut_not_even_by_a_success_meanwhile()
    {
        _pace.Failed(Noon, Noon, TimeSpan.FromSeconds(90), Middle);
        _pace.Failed(Noon, Noon, TimeSpan.FromSeconds(30), Middle);
        _pace.Succeeded();

        Assert.Equal(Noon.AddSeconds(90), _pace.NotBefore);
    }

    [Theory]
    [InlineData(0.0, 0.5)]
    [InlineData(0.999999, 1.5)]
    public void Waits_are_spread_from_half_to_once_and_a_half(double draw, double seconds) =>
        Assert.Equal(seconds, _pace.Backoff(failures: 1, asked: null, draw).TotalSeconds, precision: 3);
}
