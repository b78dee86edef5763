using System.Text;
using System.Text.Json;
using Evergreen.Actors.Tracing.Delivery;
using Evergreen.Host.Tracing;
using Evergreen.Testing.Models;

namespace Evergreen.Host.Tests.Tracing;

/// <summary>Braintrust's bad days over real HTTP: whatever it does, every row arrives in the end, and once by its id.</summary>
public sealed class BraintrustDeliveryTests : IAsyncLifetime, IDisposable
{
    private const int Rows = 1000;
    private static readonly DeliveryOptions Quick = new()
    {
        MaxRows = 50,
        FirstBackoff = TimeSpan.FromMilliseconds(5),
        MaxBackoff = TimeSpan.FromMilliseconds(20),
    };

    private readonly TemporaryFolder _temporary = new();
    private BraintrustServer _server = null!;

    public static TheoryData<string> BadDays => ["429", "500", "413", "hangs", "cut bodies", "half acknowledged", "a refused row"];

    public async Task InitializeAsync()
    {
        _server = await BraintrustServer.StartAsync();
        _temporary.Write("spans.jsonl", string.Concat(Enumerable.Range(1, Rows).Select(Row)));
    }

    [Theory]
    [MemberData(nameof(BadDays))]
    public async Task Every_row_arrives_on_a_bad_day(string day)
    {
        var refusing = true;
        _server.Fault = (number, body) => day switch
        {
            "429" when number % 3 == 0 => BraintrustServer.Status(429, "slow down", ("Retry-After", "0")),
            "500" when number % 2 == 0 => BraintrustServer.Status(500, "oops"),
            "413" when body.Length > 700 => BraintrustServer.Status(413),
            "hangs" when number is 2 or 5 => ChatServerReply.Hang,
            "cut bodies" when number % 4 == 0 => ChatServerReply.Text("""{"row_ids":["a","b"]}""") with { CutInHalf = true },
            "half acknowledged" when number % 4 == 0 => ChatServerReply.Text("""{"row_ids":["a","b"]}"""),
            "a refused row" when refusing && Encoding.UTF8.GetString(body).Contains("\"id\":\"r777\"", StringComparison.Ordinal) =>
                BraintrustServer.Status(400, "bad row"),
            _ => null,
        };

        var report = await PushAsync();
        if (day == "a refused row")
        {
            Assert.Equal((Rows - 1, 0, 1), (report.Delivered, report.Pending, report.Refused));
            Assert.Contains("r777", File.ReadAllText(_temporary["spans.refused.jsonl"]), StringComparison.Ordinal);
            refusing = false;
            report = await PushAsync();
        }

        Assert.Equal(new DeliveryReport(Rows, 0, 0), report);
        Assert.Equal(Enumerable.Range(1, Rows).Select(n => $"r{n}").Order(), _server.Rows.Keys.Order());
        Assert.False(File.Exists(_temporary["spans.refused.jsonl"]));
    }

    [Fact]
    public async Task Nothing_is_sent_a_second_time_once_it_is_acknowledged()
    {
        await PushAsync();
        var inserts = _server.Inserts.Count;

        Assert.Equal(new DeliveryReport(Rows, 0, 0), await PushAsync());

        Assert.Equal(Rows / Quick.MaxRows, inserts);
        Assert.Equal(inserts, _server.Inserts.Count);
    }

    [Fact]
    public async Task A_service_that_refuses_everything_loses_nothing_and_has_it_all_on_a_better_day()
    {
        _server.Fault = (_, _) => BraintrustServer.Status(400, "the schema has changed");
        var report = await PushAsync();
        Assert.Equal(Rows, report.Pending + report.Refused);
        Assert.Contains("the schema has changed", report.Stopped, StringComparison.Ordinal);

        _server.Fault = (_, _) => null;

        Assert.Equal(new DeliveryReport(Rows, 0, 0), await PushAsync());
        Assert.Equal(Rows, _server.Rows.Count);
    }

    [Fact]
    public async Task A_service_that_is_down_is_waited_for_as_long_as_the_user_wants()
    {
        var down = new BraintrustSettings { ApiKey = "k", ApiUrl = new Uri("http://127.0.0.1:1"), AppUrl = null };

        var report = await PushAsync(down, TimeSpan.FromMilliseconds(200));

        Assert.Equal((0, Rows), (report.Delivered, report.Pending));
        Assert.Null(report.Stopped);
        Assert.NotNull(report.Trouble);
    }

    [Fact]
    public async Task A_wrong_key_stops_delivery_and_is_repeated_by_nobody()
    {
        const string Wrong = "sk-wrong-secret";
        _server.Fault = (_, _) => BraintrustServer.Status(403, $"{BraintrustServer.Key} may not write");
        var forbidden = await PushAsync();
        var unknown = await PushAsync(new BraintrustSettings { ApiKey = Wrong, ApiUrl = _server.Url });

        Assert.StartsWith("403 *** may not write", forbidden.Stopped, StringComparison.Ordinal);
        Assert.StartsWith("401", unknown.Stopped, StringComparison.Ordinal);
        Assert.Equal((Rows, Rows), (forbidden.Pending, unknown.Pending));
        Assert.All(
            Directory.GetFiles(_temporary.Path),
            file => Assert.DoesNotContain("secret", File.ReadAllText(file), StringComparison.Ordinal));
    }

    [Fact]
    public async Task Requests_stay_within_a_hundred_rows_and_two_and_a_half_megabytes()
    {
        _temporary.Write("spans.jsonl", string.Concat(Enumerable.Range(1, 300).Select(n => Row(n, text: new string('x', n % 3 * 40_000)))));

        await PushAsync(options: new DeliveryOptions());

        Assert.Equal(300, _server.Inserts.Sum(insert => insert.Rows));
        Assert.All(_server.Inserts, insert => Assert.InRange(insert.Rows, 1, 100));
        Assert.All(_server.Inserts, insert => Assert.InRange(insert.Bytes, 1, 2_500_000));
        Assert.Contains(_server.Inserts, insert => insert.Bytes > 2_400_000);
    }

    [Fact]
    public async Task The_project_is_found_once_and_linked_to()
    {
        using var delivery = new BraintrustDelivery(_server.Settings, _temporary.Path, redact: false, Quick, TimeProvider.System);
        await LateDelivery.PushAsync(delivery.Services, null, CancellationToken.None);

        Assert.Equal(1, _server.Paths.Count(path => path == "/v1/project"));
        Assert.Equal($"{_server.Url}app/Our%20shop/p/sim/logs", delivery.Project!.Link!.AbsoluteUri);
    }

    [Fact]
    public async Task Addresses_are_masked_on_their_way_and_kept_on_disk()
    {
        _temporary.Write("spans.jsonl", Row(1, "I am sarah@example.com"));
        using var delivery = new BraintrustDelivery(_server.Settings, _temporary.Path, redact: true, Quick, TimeProvider.System);
        await LateDelivery.PushAsync(delivery.Services, null, CancellationToken.None);

        Assert.Equal("I am [email]", JsonElement.Parse(_server.Rows["r1"]).GetProperty("input").GetString());
        Assert.Contains("sarah@example.com", File.ReadAllText(_temporary["spans.jsonl"]), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("BRAINTRUST_API_URL", "api.braintrust.dev")]
    [InlineData("BRAINTRUST_APP_URL", "ftp://example.com")]
    public void An_address_that_is_none_is_refused_by_its_name(string name, string value)
    {
        var mistake = Assert.Throws<ArgumentException>(() => BraintrustSettings.Read(asked => asked == name ? value : "key"));

        Assert.Contains("not an http or https address", mistake.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_key_of_an_API_of_ones_own_is_not_shown_to_anybody_elses_app()
    {
        var settings = BraintrustSettings.Read(name => name switch
        {
            BraintrustSettings.KeyVariable => "key",
            BraintrustSettings.UrlVariable => "https://braintrust.example.com",
            _ => null,
        })!;

        Assert.Null(settings.AppUrl);
        Assert.Equal(new Uri("https://braintrust.example.com/"), settings.ApiUrl);
        Assert.Null(BraintrustSettings.Read(_ => " "));
    }

    public Task DisposeAsync() => _server.DisposeAsync().AsTask();

    public void Dispose() => _temporary.Dispose();

    private static string Row(int n) => Row(n, "hello");

    private static string Row(int n, string text) => $"{{\"id\":\"r{n}\",\"input\":\"{text}\"}}\n";

    private async Task<DeliveryReport> PushAsync(BraintrustSettings? settings = null, TimeSpan? patience = null, DeliveryOptions? options = null)
    {
        var to = settings ?? new BraintrustSettings
        {
            ApiKey = BraintrustServer.Key,
            ApiUrl = _server.Url,
            AppUrl = null,
            RequestTimeout = TimeSpan.FromMilliseconds(1500),
        };
        using var delivery = new BraintrustDelivery(to, _temporary.Path, redact: false, options ?? Quick, TimeProvider.System);
        return await LateDelivery.PushAsync(delivery.Services, patience, CancellationToken.None).WaitAsync(TimeSpan.FromMinutes(1));
    }
}
