using Evergreen.Tools.Catalog;
using Evergreen.Tools.Services;
using Evergreen.Tools.Shop;
using Microsoft.Extensions.Time.Testing;

namespace Evergreen.Tools.Tests.Services;

public class FaultTests
{
    private static readonly ToolCall[] Calls =
        [.. Enumerable.Range(0, 4000).Select(i => new ToolCall("w", $"conversation-{i / 4}", $"call-{i % 4}", "process_refund", "{}"))];

    [Theory]
    [InlineData("process_refund", """{"order_id":"ORD-4001","customer_id":"C-2001"}""", "PROCESSOR_UNAVAILABLE", "PROCESSOR_TIMEOUT")]
    [InlineData("initiate_return", """{"order_id":"ORD-4001","customer_id":"C-2001","reason":"r"}""", "LABEL_SERVICE_DOWN", "LABEL_SERVICE_TIMEOUT")]
    [InlineData("check_shipping_status", """{"order_id":"ORD-4001"}""", "CARRIER_UNAVAILABLE", "CARRIER_TIMEOUT")]
    [InlineData("escalate_to_human", """{"subject":"s","description":"d"}""", "TICKET_DESK_UNAVAILABLE", "TICKET_DESK_TIMEOUT")]
    public async Task A_failing_service_answers_its_own_code_and_does_nothing(string tool, string arguments, string down, string slow)
    {
        foreach (var (faults, status, code, fault) in new[]
        {
            (new ServiceFaults(Unavailable: 1), 503, down, "unavailable"),
            (new ServiceFaults(Timeout: 1), 504, slow, "timeout"),
        })
        {
            await using var shop = await OpenAsync(new FaultPlan(faults, faults, faults, faults), TimeProvider.System);
            var open = new OpenShop(shop);

            var reply = await open.CallRawAsync(tool, arguments);

            Assert.Equal((status, code, fault), (reply.Status, reply.ErrorCode, reply.Fault));
            Assert.True(reply.IsTransient);
            Assert.Equal(status, reply.Json().GetProperty("status_code").GetInt32());
            Assert.Empty(await open.ChangesAsync());
        }
    }

    [Fact]
    public async Task Reads_have_no_faults()
    {
        var always = new ServiceFaults(Unavailable: 1);
        await using var shop = await OpenAsync(new FaultPlan(always, always, always, always), TimeProvider.System);

        Assert.Equal(200, (await new OpenShop(shop).CallAsync("lookup_order", new { order_id = "ORD-4001" })).Status);
    }

    [Fact]
    public void Faults_are_the_same_in_any_order_and_differ_by_attempt_and_seed()
    {
        var forward = Calls.Select(call => Draw(call, 1)).ToList();
        var backward = Calls.Reverse().Select(call => Draw(call, 1)).Reverse().ToList();

        Assert.Equal(forward, backward);
        Assert.NotEqual(forward, Calls.Select(call => Draw(call, 2)));
        Assert.NotEqual(forward, Calls.Select(call => Draw(call, 1, seed: 8)));
    }

    [Fact]
    public void Faults_come_as_often_as_the_plan_says()
    {
        var drawn = Calls.Select(call => Draw(call, 1).Fault).ToList();

        Assert.InRange(drawn.Count(fault => fault == "unavailable"), 720, 880);
        Assert.InRange(drawn.Count(fault => fault == "timeout"), 160, 240);
        Assert.InRange(drawn.Count(fault => fault == "lost_reply"), 160, 240);
    }

    [Fact]
    public async Task Latency_is_waited_by_the_given_clock_and_reported()
    {
        var time = new FakeTimeProvider();
        var slow = new ServiceFaults(MinLatency: TimeSpan.FromMilliseconds(100), MaxLatency: TimeSpan.FromMilliseconds(300));
        await using var shop = await OpenAsync(FaultPlan.None with { Carrier = slow }, time);

        var call = new OpenShop(shop).CallAsync("check_shipping_status", new { order_id = "ORD-4001" });
        time.Advance(TimeSpan.FromMilliseconds(99));
        Assert.False(call.IsCompleted);
        time.Advance(TimeSpan.FromMilliseconds(201));

        Assert.InRange((await call).Latency, TimeSpan.FromMilliseconds(100), TimeSpan.FromMilliseconds(300));
    }

    [Theory]
    [InlineData("none", 0, 0, 0)]
    [InlineData("mild", 0.05, 0, 0)]
    [InlineData("harsh", 0.20, 0.05, 0.05)]
    public void Named_plans(string name, double unavailable, double timeout, double lostReply) =>
        Assert.Equal(new ServiceFaults(unavailable, timeout, lostReply), FaultPlan.Load(name).Carrier);

    [Fact]
    public void A_plan_file_sets_each_service_and_leaves_the_others_alone()
    {
        var plan = Load("""{ "carrier": { "unavailable": 0.5, "latency": "100ms..300ms" }, "ticket_desk": { "latency": "20ms" } }""");

        Assert.Equal(0.5, plan.Carrier.Unavailable);
        Assert.Equal((100, 300), (plan.Carrier.MinLatency.TotalMilliseconds, plan.Carrier.MaxLatency.TotalMilliseconds));
        Assert.Equal((20, 20), (plan.TicketDesk.MinLatency.TotalMilliseconds, plan.TicketDesk.MaxLatency.TotalMilliseconds));
        Assert.Equal(new ServiceFaults(), plan.PaymentProcessor);
    }

    [Fact]
    public void Faults_go_by_a_calls_number_whatever_id_a_model_gave_it()
    {
        var calls = Enumerable.Range(1, 200).Select(number => new ToolCall("w", "c", $"call-{number}", "process_refund", "{}") { Number = number }).ToList();

        Assert.Equal(calls.Select(call => Draw(call, 1)), calls.Select(call => Draw(call with { CallId = "another" }, 1)));
        Assert.Contains(calls, call => Draw(call, 1).Fault is not null);
    }

    [Fact]
    public async Task What_will_fail_in_a_row_is_foreseen()
    {
        await using var shop = await OpenAsync(FaultPlan.Harsh, TimeProvider.System);
        var foreseen = Enumerable.Range(1, 400).Select(number => shop.ForeseenFailures("c", number)).ToList();

        for (var number = 1; number <= foreseen.Count; number++)
        {
            var call = new ToolCall("w", "c", "id", "process_refund", "{}") { Number = number };
            var faults = Enumerable.Range(1, foreseen[number - 1] + 1).Select(attempt => Draw(call, attempt, OpenShop.Options.Seed).Fault).ToList();

            Assert.DoesNotContain(null, faults[..^1]);
            Assert.Null(faults[^1]);
        }

        Assert.Contains(foreseen, failures => failures > 1);
    }

    [Theory]
    [InlineData("[]", ":1: the plan is a list; write an object with payment_processor")]
    [InlineData("{\n\"carrier\": ", ":2:12: not valid JSON")]
    [InlineData("{\n\"carier\":{}}", ":2: the plan: unknown field \"carier\"; the fields are payment_processor")]
    [InlineData("{\n\"carrier\":3}", ":2: service \"carrier\" is a number; write an object with unavailable")]
    [InlineData("{\"carrier\":{\n\"unavailble\":1}}", ":2: service \"carrier\": unknown field \"unavailble\"; the fields are unavailable")]
    [InlineData("{\"carrier\":{\n\"timeout\":0.1,\n\"timeout\":0.2}}", ":3: service \"carrier\": field \"timeout\" stands here a second time")]
    [InlineData("{\"carrier\":{\n\"timeout\":1.5}}", ":2: service \"carrier\": field \"timeout\" is 1.5; give a number from 0 to 1")]
    [InlineData("{\"carrier\":{\n\"timeout\":\"often\"}}", ":2: service \"carrier\": field \"timeout\" is \"often\"")]
    [InlineData("{\n\"carrier\":{\"timeout\":0.6,\n\"lost_reply\":0.6}}", ":2: service \"carrier\": unavailable, timeout and lost_reply add up to 1.2")]
    [InlineData("{\"carrier\":{\n\"latency\":\"300ms..100ms\"}}", ":2: service \"carrier\": field \"latency\" is \"300ms..100ms\"; give")]
    [InlineData("{\"carrier\":{\n\"latency\":200}}", ":2: service \"carrier\": field \"latency\" is 200; give")]
    public void A_wrong_plan_file_is_refused_with_line_field_and_mend(string json, string message) =>
        Assert.Contains(message, Assert.Throws<InvalidDataException>(() => Load(json)).Message);

    [Fact]
    public void Rates_that_add_up_to_one_are_taken_however_a_computer_adds_them() =>
        Assert.Equal(0.56, Load("""{"carrier":{"unavailable":0.33,"timeout":0.56,"lost_reply":0.11}} // all of it""").Carrier.Timeout);

    [Fact]
    public void A_plan_that_is_neither_name_nor_file_is_refused() =>
        Assert.Contains("none, mild or harsh", Assert.Throws<FileNotFoundException>(() => FaultPlan.Load("wild")).Message);

    private static FaultDraw Draw(ToolCall call, int attempt, long seed = 7) =>
        FaultDraw.For(FaultPlan.Harsh.PaymentProcessor, seed, call, attempt);

    private static Task<SimulatedShop> OpenAsync(FaultPlan plan, TimeProvider time) =>
        SimulatedShop.OpenSqliteAsync(":memory:", OpenShop.Options with { FaultPlan = plan }, time, CancellationToken.None);

    private static FaultPlan Load(string json)
    {
        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, json);
            return FaultPlan.Load(file);
        }
        finally
        {
            File.Delete(file);
        }
    }
}
