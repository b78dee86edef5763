using System.Diagnostics;
using Evergreen.Host.Commands;
using Evergreen.Host.Telemetry;
using Evergreen.Insights.Transcripts;
using Evergreen.Testing.Models;

namespace Evergreen.Host.Tests.Telemetry;

/// <summary>What a collector receives over real HTTP, and what becomes of a run when there is none.</summary>
public sealed class OtlpExportTests : IDisposable
{
    private readonly TemporaryFolder _temporary = new();
    private readonly string _scenarios;

    public OtlpExportTests() => _scenarios = _temporary.Write("scenarios.json", Some.Scenarios);

    [Fact]
    public async Task Every_span_arrives_with_the_ids_times_and_parents_of_the_runs_own_rows()
    {
        await using var collector = await Collector.StartAsync();

        var outcome = await GenerateAsync(collector, "--repeat", "3", "--faults", "harsh", "--release", "v1");

        var rows = RunFolder.Open(_temporary["run"]).Spans.ToDictionary(row => row.Id);
        Assert.Contains($"spans at {collector.Url}: {rows.Count} delivered, 0 pending, 0 refused", outcome.Error);
        Assert.Equal(rows.Keys.Order(), collector.Spans.Select(span => span.Id).Order());
        Assert.All(collector.Spans, span =>
        {
            var row = rows[span.Id];
            Assert.Equal(row.SpanParents.SingleOrDefault() ?? "", span.ParentId);
            Assert.Equal(row.Metrics["start"], span.Start, 0.000_002);
            Assert.Equal(row.Metrics["end"], span.End, 0.000_002);
            Assert.Equal(row.Error, span.Error);
            Assert.Equal(row.Error is not null, span.Attributes.ContainsKey("error.type"));
            Assert.Equal(span.TraceId, span.Attributes["gen_ai.conversation.id"]);
            Assert.Equal("Evergreen.Actors", span.Scope);
            Assert.Equal("evergreen", span.Resource["service.name"]);
        });
    }

    [Fact]
    public async Task The_spans_speak_the_language_of_the_conventions_for_generative_AI()
    {
        await using var collector = await Collector.StartAsync();

        await GenerateAsync(collector, "--faults", _temporary.Write("faults.json", """{ "carrier": { "unavailable": 1 } }"""), "--release", "v1");

        var rows = RunFolder.Open(_temporary["run"]).Spans.ToDictionary(row => row.Id);
        var byOperation = collector.Spans.ToLookup(span => (string)span.Attributes["gen_ai.operation.name"]);
        Assert.Equal(["chat", "execute_tool", "invoke_agent", "invoke_workflow"], byOperation.Select(group => group.Key).Order(StringComparer.Ordinal));
        Assert.All(byOperation["chat"], span =>
        {
            Assert.Equal(("chat rehearsal", 3), (span.Name, span.Kind));
            Assert.Equal("rehearsal", span.Attributes["gen_ai.request.model"]);
            Assert.Equal("rehearsal", span.Attributes["gen_ai.provider.name"]);
            Assert.Equal((long)rows[span.Id].Metrics["prompt_tokens"], span.Attributes["gen_ai.usage.input_tokens"]);
            Assert.Equal((long)rows[span.Id].Metrics["completion_tokens"], span.Attributes["gen_ai.usage.output_tokens"]);
            Assert.Contains(Assert.Single((object[])span.Attributes["gen_ai.response.finish_reasons"]), new[] { "stop", "tool_calls" });
        });
        Assert.All(byOperation["execute_tool"], span =>
        {
            Assert.Equal($"execute_tool {span.Attributes["gen_ai.tool.name"]}", span.Name);
            Assert.Equal("function", span.Attributes["gen_ai.tool.type"]);
            Assert.NotEmpty((string)span.Attributes["gen_ai.tool.call.id"]);
            Assert.Equal(1L, span.Attributes["evergreen.tool.attempts"]);
        });
        Assert.Contains(byOperation["execute_tool"], span => "CARRIER_UNAVAILABLE".Equals(span.Attributes.GetValueOrDefault("error.type")));
        Assert.All(byOperation["invoke_agent"], span => Assert.Equal("support", span.Attributes["gen_ai.agent.name"]));
        Assert.Equal(["late.1", "lost.1", "mug.1"], byOperation["invoke_workflow"].Select(span => (string)span.Attributes["evergreen.conversation_id"]).Order());
        Assert.DoesNotContain(collector.Requests, request => System.Text.Encoding.UTF8.GetString(request.Body).Contains("ORD-4006", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_meters_arrive_with_the_runs_end()
    {
        await using var collector = await Collector.StartAsync();

        await GenerateAsync(collector, "--faults", "none");

        var totals = RunFolder.Open(_temporary["run"]).Record.Totals;
        Assert.InRange(collector.Metrics["evergreen.conversations.ended"], totals.Conversations, double.MaxValue);
        Assert.InRange(collector.Metrics["gen_ai.client.operation.duration"], totals.ModelCalls, double.MaxValue);
        Assert.InRange(collector.Metrics["gen_ai.client.token.usage"], 2 * totals.ModelCalls, double.MaxValue);
        Assert.InRange(collector.Metrics["evergreen.tool.attempts"], totals.ToolAttempts, double.MaxValue);
        Assert.Contains("evergreen.conversations.in_flight", collector.Metrics.Keys);
        Assert.Contains("evergreen.delivery.queue", collector.Metrics.Keys);
    }

    [Fact]
    public async Task The_ecosystems_variables_are_honoured_and_a_key_stays_secret()
    {
        await using var collector = await Collector.StartAsync();
        var outcome = await Program.RunWithVariablesAsync(
            new()
            {
                ["OTEL_EXPORTER_OTLP_ENDPOINT"] = collector.Url.AbsoluteUri,
                ["OTEL_EXPORTER_OTLP_HEADERS"] = "x-team-key=hush-hush",
                ["OTEL_SERVICE_NAME"] = "shop-simulation",
                ["OTEL_RESOURCE_ATTRIBUTES"] = "deployment.environment.name=lab",
            },
            Generate());

        Assert.Equal(0, outcome.ExitCode);
        Assert.All(collector.Requests, request => Assert.Equal("hush-hush", request.Headers["x-team-key"]));
        Assert.All(collector.Spans, span => Assert.Equal("shop-simulation", span.Resource["service.name"]));
        Assert.All(collector.Spans, span => Assert.Equal("lab", span.Resource["deployment.environment.name"]));
        Assert.All(
            Directory.GetFiles(_temporary["run"], "*.json*"),
            file => Assert.DoesNotContain("hush-hush", File.ReadAllText(file), StringComparison.Ordinal));
        Assert.Equal(collector.Url.AbsoluteUri, RunFolder.Open(_temporary["run"]).Record.Options["otlp"]);
    }

    [Fact]
    public async Task A_collector_that_is_away_neither_fails_nor_holds_up_the_run_and_gets_everything_later()
    {
        var watch = Stopwatch.StartNew();
        var outcome = await Program.RunAsync([.. Generate(), "--otlp", "http://127.0.0.1:1"]);
        var spans = RunFolder.Open(_temporary["run"]).Spans.Select(row => row.Id).Order().ToList();

        Assert.Equal(ExitCode.Done, outcome.ExitCode);
        Assert.Contains($"spans at http://127.0.0.1:1/: 0 delivered, {spans.Count} pending", outcome.Error);
        Assert.Contains("metrics    the last ones are lost", outcome.Error);
        Assert.Contains($"evergreen push {_temporary["run"]} --otlp http://127.0.0.1:1/", outcome.Error);
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(30));

        await using var collector = await Collector.StartAsync();
        var push = await Program.RunAsync("push", _temporary["run"], "--otlp", collector.Url.AbsoluteUri);
        var again = await Program.RunAsync("push", _temporary["run"], "--otlp", collector.Url.AbsoluteUri);

        Assert.Equal((ExitCode.Done, ExitCode.Done), (push.ExitCode, again.ExitCode));
        Assert.Contains($"{spans.Count} delivered, 0 pending", again.Output);
        Assert.Equal(spans, collector.Spans.Select(span => span.Id).Order());
    }

    [Fact]
    public async Task The_trace_stays_out_of_the_requests_to_the_model()
    {
        await using var collector = await Collector.StartAsync();
        await using var model = await ChatServer.StartAsync(request =>
        {
            Assert.DoesNotContain(request.Headers.Keys, name => name.ToLowerInvariant() is "traceparent" or "tracestate" or "baggage" or "request-id");
            return ChatServerReply.Say("Hello.");
        });
        using var outer = new Activity("somebody else's").Start();

        var outcome = await Program.RunWithVariablesAsync(
            new() { ["OPENAI_BASE_URL"] = model.BaseUrl.AbsoluteUri }, [.. Generate(), "--otlp", collector.Url.AbsoluteUri]);

        Assert.Equal(ExitCode.Done, outcome.ExitCode);
        Assert.NotEqual(0, model.Received);
        Assert.DoesNotContain(collector.Spans, span => span.TraceId == outer.TraceId.ToHexString());
    }

    [Fact]
    public async Task A_chat_is_exported_too()
    {
        await using var collector = await Collector.StartAsync();

        var chat = await Program.RunWithInputAsync("Is the Ceramic Travel Mug in stock?\n", "chat", "--out", _temporary["chat"], "--otlp", collector.Url.AbsoluteUri);

        Assert.Equal(ExitCode.Done, chat.ExitCode);
        Assert.Equal(RunFolder.Open(_temporary["chat"]).Spans.Select(row => row.Id).Order(), collector.Spans.Select(span => span.Id).Order());
    }

    [Theory]
    [InlineData("OTEL_EXPORTER_OTLP_PROTOCOL", "grpc", "only http/protobuf is spoken here")]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT", "localhost:4318", "http://localhost:4318")]
    [InlineData("OTEL_EXPORTER_OTLP_TIMEOUT", "soon", "give milliseconds")]
    [InlineData("OTEL_RESOURCE_ATTRIBUTES", "lab", "write name=value")]
    public void A_variable_that_makes_no_sense_is_refused_by_its_name(string name, string value, string mend)
    {
        string? Variable(string asked) => asked == name ? value : asked == OtlpSettings.EndpointVariable ? "http://localhost:4318" : null;

        var mistake = Assert.Throws<ArgumentException>(() => OtlpSettings.Read(null, Variable));

        Assert.StartsWith(name, mistake.Message, StringComparison.Ordinal);
        Assert.Contains(mend, mistake.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://localhost:4318")]
    [InlineData("http://localhost:4318/")]
    [InlineData("http://localhost:4318/v1/traces")]
    public void An_address_may_be_written_with_or_without_the_signals_path(string address) =>
        Assert.Equal(new Uri("http://localhost:4318/v1/traces"), new OtlpSettings(OtlpSettings.Address(address)).Traces);

    [Fact]
    public void Nothing_is_exported_when_the_ecosystem_is_switched_off()
    {
        string? Variable(string name) => name == OtlpSettings.DisabledVariable ? "true" : name == OtlpSettings.EndpointVariable ? "http://localhost:4318" : null;

        Assert.Null(OtlpSettings.Read(null, Variable));
        Assert.NotNull(OtlpSettings.Read(new Uri("http://localhost:4318/"), Variable));
        Assert.Null(OtlpSettings.Read(null, _ => null));
    }

    public void Dispose() => _temporary.Dispose();

    private async Task<Program.Outcome> GenerateAsync(Collector collector, params string[] options)
    {
        var outcome = await Program.RunAsync([.. Generate(), "--otlp", collector.Url.AbsoluteUri, .. options]);
        Assert.Equal(ExitCode.Done, outcome.ExitCode);
        return outcome;
    }

    private string[] Generate() => ["generate", "--scenarios", _scenarios, "--out", _temporary["run"], "--store", "memory", "--delivery-wait", "30s"];
}
