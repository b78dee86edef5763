using Evergreen.Host.Checkups;
using Evergreen.Host.Configuration;
using Evergreen.Host.Serving;
using Evergreen.Host.Telemetry;
using Evergreen.Host.Tests.Telemetry;
using Evergreen.Host.Tests.Tracing;
using Evergreen.Host.Tracing;
using Evergreen.Testing.Models;
using Evergreen.Tools.Remote;
using Evergreen.Tools.Shop;

namespace Evergreen.Host.Tests.Checkups;

/// <summary>Each service is asked one harmless question over real HTTP, and what is wrong is told with its mend.</summary>
public sealed class CheckupTests : IDisposable
{
    private const string Key = "the-service-role-key";

    private readonly ServiceCheckup _service = new(TimeProvider.System);

    [Fact]
    public async Task A_Supabase_shop_that_can_be_read_is_well()
    {
        await using var shop = await SimulatedShop.OpenSqliteAsync(":memory:", new ShopOptions { WorldClock = DateTimeOffset.UnixEpoch }, TimeProvider.System, CancellationToken.None);
        await using var server = await ShopServer.StartAsync(new ShopRoutes(shop, TimeProvider.System, Key), 0, CancellationToken.None);

        Assert.Contains("its table orders can be read", await SupabaseAsync(server.Url.AbsoluteUri), StringComparison.Ordinal);
        var mistake = await Assert.ThrowsAsync<ArgumentException>(() => SupabaseAsync(server.Url.AbsoluteUri, "another key"));
        Assert.Contains("401", mistake.Message, StringComparison.Ordinal);
        Assert.Contains(Shops.SupabaseKeyVariable, mistake.Message, StringComparison.Ordinal);
        mistake = await Assert.ThrowsAsync<ArgumentException>(() => SupabaseAsync(server.Url + "shop"));
        Assert.Contains("without a path", mistake.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_Braintrust_with_and_without_the_project_is_well_and_nothing_is_made()
    {
        await using var server = await BraintrustServer.StartAsync();

        Assert.Contains("project sim at", await BraintrustAsync(At(server, "sim")), StringComparison.Ordinal);
        Assert.Contains("the first run makes project new", await BraintrustAsync(At(server, "new")), StringComparison.Ordinal);
        Assert.Contains("project sim at", await BraintrustAsync(At(server, "new", id: "p-1")), StringComparison.Ordinal);
        Assert.Equal(0, server.Made);
    }

    [Theory]
    [InlineData(401, "BRAINTRUST_API_KEY")]
    [InlineData(404, "BRAINTRUST_API_URL")]
    [InlineData(421, "api-eu.braintrust.dev")]
    [InlineData(200, "does not answer as Braintrust does")]
    [InlineData(500, "is not well")]
    public async Task What_Braintrust_answers_is_told_with_its_mend_and_without_the_key(int status, string mend)
    {
        await using var server = await ChatServer.StartAsync(_ => BraintrustServer.Status(status, $"{BraintrustServer.Key} it is"));

        var mistake = await Assert.ThrowsAsync<ArgumentException>(
            () => BraintrustAsync(new BraintrustSettings { ApiKey = BraintrustServer.Key, ApiUrl = server.BaseUrl }));

        Assert.Contains($"{status} *** it is", mistake.Message, StringComparison.Ordinal);
        Assert.Contains(mend, mistake.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_collector_is_handed_a_request_without_spans()
    {
        await using var collector = await Collector.StartAsync();

        Assert.Contains("takes spans", await CollectorCheckup.RunAsync(
            _service, new OtlpSettings(collector.Url) { Headers = "x-team-key=hush" }, CancellationToken.None), StringComparison.Ordinal);

        Assert.Empty(collector.Spans);
        Assert.Equal("hush", Assert.Single(collector.Requests).Headers["x-team-key"]);
        collector.Fault = _ => ChatServerReply.Text("404 page not found") with { Status = 404 };
        var mistake = await Assert.ThrowsAsync<ArgumentException>(
            () => CollectorCheckup.RunAsync(_service, new OtlpSettings(collector.Url), CancellationToken.None));
        Assert.Contains("port 4318", mistake.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://127.0.0.1:1", "refuses the connection")]
    [InlineData("http://no-such-host.invalid", "is a name nobody knows")]
    public async Task A_service_that_is_not_there_is_told_with_the_variable_to_check(string url, string reason)
    {
        var mistake = await Assert.ThrowsAsync<ArgumentException>(() => SupabaseAsync(url));

        Assert.Contains(reason, mistake.Message, StringComparison.Ordinal);
        Assert.Contains(Shops.SupabaseUrlVariable, mistake.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_service_that_hangs_is_not_waited_for()
    {
        await using var server = await ChatServer.StartAsync(_ => ChatServerReply.Hang);
        using var impatient = new ServiceCheckup(TimeProvider.System) { Patience = TimeSpan.FromMilliseconds(200) };

        var mistake = await Assert.ThrowsAsync<ArgumentException>(() => SupabaseAsync(server.BaseUrl.AbsoluteUri, Key, impatient));

        Assert.Contains("no answer within 0.2 s", mistake.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_doctor_asks_them_all()
    {
        await using var braintrust = await BraintrustServer.StartAsync();
        var outcome = await Program.RunWithVariablesAsync(
            new()
            {
                [BraintrustSettings.KeyVariable] = BraintrustServer.Key,
                [BraintrustSettings.UrlVariable] = braintrust.Url.AbsoluteUri,
                [BraintrustSettings.ProjectVariable] = "sim",
                [Shops.SupabaseUrlVariable] = "http://127.0.0.1:1",
                [Shops.SupabaseKeyVariable] = Key,
            },
            "doctor");

        Assert.Equal(2, outcome.ExitCode);
        Assert.Matches("braintrust +ok +project sim at", outcome.Output);
        Assert.Matches("supabase +broken +127.0.0.1:1 refuses the connection", outcome.Output);
        Assert.Matches("otlp +unused", outcome.Output);
        Assert.DoesNotContain(BraintrustServer.Key, outcome.Output);
        Assert.DoesNotContain(Key, outcome.Output);
    }

    public void Dispose() => _service.Dispose();

    private static BraintrustSettings At(BraintrustServer server, string project, string? id = null) =>
        new() { ApiKey = BraintrustServer.Key, ApiUrl = server.Url, Project = project, ProjectId = id };

    private Task<string> BraintrustAsync(BraintrustSettings settings) => BraintrustCheckup.RunAsync(_service, settings, CancellationToken.None);

    private Task<string> SupabaseAsync(string url, string key = Key, ServiceCheckup? service = null) => SupabaseCheckup.RunAsync(
        service ?? _service, name => name == Shops.SupabaseUrlVariable ? url : key, CancellationToken.None);
}
