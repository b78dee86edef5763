using System.Net;
using System.Text;
using Evergreen.Tools.Remote;
using Microsoft.Extensions.Time.Testing;

namespace Evergreen.Tools.Tests.Remote;

/// <summary>What goes over the wire to a Supabase project, and what becomes of every kind of answer.</summary>
public sealed class SupabaseShopTests : IDisposable
{
    private readonly FakeTimeProvider _time = new(OpenShop.Now);
    private readonly FakeServer _server = new();
    private readonly SupabaseShop _shop;
    private readonly OpenShop _open;

    public SupabaseShopTests()
    {
        _shop = new SupabaseShop(Options, _time, _server);
        _open = new OpenShop(_shop, "w", "c");
    }

    private static SupabaseOptions Options { get; } =
        new() { Url = new Uri("https://project.example.com/"), ServiceRoleKey = "s3cret-key", WorldClock = OpenShop.Now };

    public void Dispose() => _shop.Dispose();

    [Theory]
    [InlineData("lookup_order", """{"order_id":"ORD-4001"}""", "orders?select=*&id=eq.ORD-4001", true)]
    [InlineData("lookup_customer_by_email", """{"email":"a+b@example.com"}""", "customers?select=*&email=eq.a%2Bb%40example.com", true)]
    [InlineData("lookup_product", """{"sku":"SKU-1002"}""", "products?select=*&sku=eq.SKU-1002", true)]
    [InlineData("lookup_customer_orders", """{"customer_id":"C-2001"}""",
        "orders?select=*&customer_id=eq.C-2001&order=placed_at.desc,id.desc", false)]
    [InlineData("lookup_order", """{"order_id":"X&select=id#?=("}""", "orders?select=*&id=eq.X%26SELECT%3DID%23%3F%3D%28", true)]
    public async Task A_read_is_one_filtered_get(string tool, string arguments, string query, bool oneRow)
    {
        _server.Answer = _ => Json("""{"id":"x"}""");

        await _open.CallRawAsync(tool, arguments);

        var request = Assert.Single(_server.Requests);
        Assert.Equal($"GET https://project.example.com/rest/v1/{query}", request.Line);
        Assert.Equal(oneRow ? "application/vnd.pgrst.object+json" : "application/json", request.Header("Accept"));
        Assert.Equal(("s3cret-key", "Bearer s3cret-key"), (request.Header("apikey"), request.Header("Authorization")));
    }

    [Theory]
    [InlineData("process_refund", """{"order_id":"ord-4001","customer_id":"C-2001","kind":"promo","amount":1.50}""", "process-refund",
        """{"order_id":"ORD-4001","customer_id":"C-2001","kind":"promo","amount":1.50}""")]
    [InlineData("initiate_return", """{"order_id":"ORD-4001","customer_id":"C-2001","reason":"r"}""", "initiate-return",
        """{"order_id":"ORD-4001","customer_id":"C-2001","reason":"r"}""")]
    [InlineData("check_shipping_status", """{"order_id":"ORD-4001"}""", "check-shipping", """{"order_id":"ORD-4001"}""")]
    [InlineData("escalate_to_human", """{"subject":"s","description":"d"}""", "escalate-ticket", """{"subject":"s","description":"d"}""")]
    public async Task An_action_is_one_post_to_its_function_with_its_idempotency_key(string tool, string arguments, string function, string body)
    {
        _server.Answer = _ => Json("""{"done":true}""");

        var reply = await _open.CallRawAsync(tool, arguments, id: "call-7", attempt: 2);

        var request = Assert.Single(_server.Requests);
        Assert.Equal($"POST https://project.example.com/functions/v1/{function}", request.Line);
        Assert.Equal(("c/call-7", body), (request.Header("Idempotency-Key"), request.Body));
        Assert.Equal("""{"status_code":200,"done":true}""", reply.Body);
    }

    [Theory]
    [InlineData(404, "{}")]
    [InlineData(406, """{"code":"PGRST116","message":"The result contains 0 rows"}""")]
    [InlineData(200, "[]")]
    public async Task Nothing_found_is_null(int status, string body)
    {
        _server.Answer = _ => Json(body, status);

        var reply = await _open.CallAsync("lookup_order", new { order_id = "ORD-9900" });

        Assert.Equal((404, "null"), (reply.Status, reply.Body));
    }

    [Fact]
    public async Task A_row_loses_its_nulls_and_nothing_else()
    {
        _server.Answer = _ => Json("""{"id":"ORD-1","notes":null,"total":89.00,"items":[{"size":null}],"name":"Zoë's"}""");

        Assert.Equal(
            """{"id":"ORD-1","total":89.00,"items":[{"size":null}],"name":"Zoë's"}""",
            (await _open.CallAsync("lookup_order", new { order_id = "ORD-1" })).Body);
    }

    [Theory]
    [InlineData(409, """{"error":"twice","code":"DUPLICATE_REFUND"}""", "DUPLICATE_REFUND", false)]
    [InlineData(503, """{"error":"down","code":"PROCESSOR_UNAVAILABLE"}""", "PROCESSOR_UNAVAILABLE", true)]
    [InlineData(429, """{"message":"slow down"}""", "STATUS_429", true)]
    public async Task A_functions_error_keeps_its_status_and_code_or_goes_by_its_status(int status, string body, string code, bool transient)
    {
        _server.Answer = _ => Json(body, status);

        var reply = await _open.RefundAsync("ORD-4001", "C-2001");

        Assert.Equal((status, code, transient), (reply.Status, reply.ErrorCode, reply.IsTransient));
        Assert.StartsWith($"{{\"status_code\":{status},", reply.Body);
    }

    [Theory]
    [InlineData(200, "<html>Sign in to the hotel network</html>", 502)]
    [InlineData(200, """{"refund_id":"REF-1","am""", 502)]
    [InlineData(502, "Bad Gateway", 502)]
    [InlineData(301, "", 502)]
    [InlineData(200, "[1]", 502)]
    public async Task An_answer_that_is_no_object_is_a_transient_failure_of_an_action(int status, string body, int expected)
    {
        _server.Answer = _ => Json(body, status);

        var reply = await _open.RefundAsync("ORD-4001", "C-2001");

        Assert.Equal((expected, "UNREADABLE_REPLY", true), (reply.Status, reply.ErrorCode, reply.IsTransient));
        Assert.Equal(expected, reply.Json().GetProperty("status_code").GetInt32());
    }

    [Theory]
    [InlineData(401, """{"message":"Invalid API key"}""", 401)]
    [InlineData(500, "oops", 500)]
    [InlineData(200, "{\"id\":", 502)]
    public async Task A_read_that_fails_says_so_and_is_not_taken_for_nothing_found(int status, string body, int expected)
    {
        _server.Answer = _ => Json(body, status);

        var reply = await _open.CallAsync("lookup_order", new { order_id = "ORD-4001" });

        Assert.Equal(expected, reply.Status);
        Assert.NotNull(reply.ErrorCode);
        Assert.NotEqual("null", reply.Body);
    }

    [Fact]
    public async Task A_service_that_cannot_be_reached_is_a_transient_503()
    {
        _server.Answer = _ => throw new HttpRequestException("connection refused at host with s3cret-key");

        var reply = await _open.RefundAsync("ORD-4001", "C-2001");

        Assert.Equal((503, "SERVICE_UNREACHABLE"), (reply.Status, reply.ErrorCode));
        Assert.DoesNotContain("s3cret", reply.Body);
    }

    [Fact]
    public async Task An_attempt_that_takes_too_long_is_a_transient_504()
    {
        _server.Hang = true;

        var call = _open.RefundAsync("ORD-4001", "C-2001");
        await _server.Asked;
        _time.Advance(TimeSpan.FromSeconds(29));
        Assert.False(call.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(2));

        var reply = await call.WaitAsync(TimeSpan.FromSeconds(10));
        Assert.Equal((504, "SERVICE_TIMEOUT"), (reply.Status, reply.ErrorCode));
    }

    [Fact]
    public async Task A_service_that_is_gone_is_left_alone_for_a_while_and_the_others_are_not()
    {
        _server.Answer = request => request.Line.Contains("process-refund") ? Json("""{"code":"DOWN"}""", 503) : Json("""{"id":"x"}""");
        for (var i = 0; i < 20; i++)
        {
            await _open.RefundAsync("ORD-4001", "C-2001");
        }

        var asked = _server.Requests.Count;
        var suspended = await _open.RefundAsync("ORD-4001", "C-2001");

        Assert.Equal((503, "SERVICE_SUSPENDED"), (suspended.Status, suspended.ErrorCode));
        Assert.Equal(asked, _server.Requests.Count);
        Assert.Equal(200, (await _open.CallAsync("lookup_order", new { order_id = "ORD-4001" })).Status);
        _time.Advance(TimeSpan.FromSeconds(6));
        Assert.Equal("DOWN", (await _open.RefundAsync("ORD-4001", "C-2001")).ErrorCode);
    }

    [Fact]
    public async Task Eligibility_is_worked_out_from_the_rows()
    {
        _server.Answer = request => request.Line.Contains("/orders?")
            ? Json($$"""{"id":"ORD-7","status":"delivered","delivered_at":"{{OpenShop.Now.AddDays(-10):O}}"}""")
            : Json("[]");
        Assert.Equal("""{"eligible":true,"days_remaining":20}""", (await _open.CallAsync("check_return_eligibility", new { order_id = "ORD-7" })).Body);

        _server.Answer = request => request.Line.Contains("/orders?")
            ? Json("""{"id":"ORD-7","status":"delivered","delivered_at":"2020-01-01T00:00:00+00:00"}""")
            : Json("""[{"id":"RMA-1","status":"received"}]""");
        Assert.Contains("RMA-1", (await _open.CallAsync("check_return_eligibility", new { order_id = "ORD-7" })).Body);
    }

    [Fact]
    public async Task A_real_project_has_no_record_of_changes()
    {
        _server.Answer = _ => Json("{}", 404);

        Assert.Empty(await _open.ChangesAsync());
    }

    [Fact]
    public async Task Changes_that_cannot_be_read_may_be_asked_for_again()
    {
        _server.Answer = _ => Json("<html>Sign in to the hotel network</html>");

        await Assert.ThrowsAsync<HttpRequestException>(_open.ChangesAsync);
    }

    [Theory]
    [InlineData("ftp://project.example.com", "key", "SUPABASE_URL")]
    [InlineData("https://project.example.com", "", "SUPABASE_SERVICE_ROLE_KEY")]
    [InlineData("https://project.example.com", "two words", "SUPABASE_SERVICE_ROLE_KEY")]
    public void Options_that_cannot_work_are_refused_without_the_key(string url, string key, string names)
    {
        var options = Options with { Url = new Uri(url), ServiceRoleKey = key };

        var error = Assert.Throws<ArgumentException>(() => new SupabaseShop(options, _time));

        Assert.Contains(names, error.Message);
        Assert.DoesNotContain("two words", error.Message);
    }

    [Fact]
    public void The_key_is_not_printed() => Assert.DoesNotContain("s3cret", Options.ToString());

    private static HttpResponseMessage Json(string body, int status = 200) =>
        new((HttpStatusCode)status) { Content = new StringContent(body, Encoding.UTF8, "application/json") };

    private sealed record Seen(string Line, Dictionary<string, string> Headers, string Body)
    {
        public string? Header(string name) => Headers.GetValueOrDefault(name);
    }

    private sealed class FakeServer : HttpMessageHandler
    {
        private readonly TaskCompletionSource _asked = new();

        public List<Seen> Requests { get; } = [];

        public Func<Seen, HttpResponseMessage> Answer { get; set; } = _ => Json("{}");

        public bool Hang { get; set; }

        public Task Asked => _asked.Task;

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var seen = new Seen(
                $"{request.Method} {request.RequestUri!.AbsoluteUri}",
                request.Headers.ToDictionary(header => header.Key, header => string.Join(", ", header.Value)),
                request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken));
            Requests.Add(seen);
            _asked.TrySetResult();
            if (Hang)
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
            }

            return Answer(seen);
        }
    }
}
