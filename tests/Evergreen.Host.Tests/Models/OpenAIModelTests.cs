using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using Evergreen.Actors.Models;
using Evergreen.Actors.Models.Limits;
using Evergreen.Host.Models;
using Evergreen.Testing.Models;
using Microsoft.Extensions.AI;

namespace Evergreen.Host.Tests.Models;

/// <summary>One request and its answer, over real HTTP.</summary>
public class OpenAIModelTests
{
    private static readonly ChatOptions Options = new()
    {
        Temperature = 0.5f,
        Seed = 7,
        MaxOutputTokens = 300,
        Tools =
        [
            AIFunctionFactory.CreateDeclaration(
                "lookup_order",
                "Looks an order up.",
                JsonElement.Parse("""{"type":"object","properties":{"order_id":{"type":"string"}},"required":["order_id"],"additionalProperties":false}""")),
        ],
    };

    [Fact]
    public async Task The_request_carries_messages_tools_temperature_limit_and_seed()
    {
        var (_, request) = await AskAsync(_ => ChatServerReply.Say("hello"));

        Assert.Equal("/v1/chat/completions", request.Path);
        Assert.Equal("Bearer sk-test", request.Headers["authorization"]);
        var body = request.Json;
        Assert.Equal("stub-model", body.GetProperty("model").GetString());
        Assert.Equal("where is it?", body.GetProperty("messages")[0].GetProperty("content").GetString());
        Assert.Equal(0.5, body.GetProperty("temperature").GetDouble());
        Assert.Equal(300, body.GetProperty("max_tokens").GetInt32());
        Assert.Equal(7, body.GetProperty("seed").GetInt64());
        var function = body.GetProperty("tools")[0].GetProperty("function");
        Assert.Equal("lookup_order", function.GetProperty("name").GetString());
        Assert.False(function.GetProperty("parameters").GetProperty("additionalProperties").GetBoolean());
    }

    [Fact]
    public async Task Trace_context_does_not_leak_into_the_request()
    {
        using var listener = new ActivityListener { ShouldListenTo = _ => true, Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData };
        ActivitySource.AddActivityListener(listener);
        using var source = new ActivitySource("test");
        using var activity = source.StartActivity("conversation");
        Assert.NotNull(activity);
        activity.AddBaggage("customer", "C-2001");

        var (_, request) = await AskAsync(_ => ChatServerReply.Say("hello"));

        Assert.Contains("authorization", request.Headers.Keys, StringComparer.OrdinalIgnoreCase);
        Assert.DoesNotContain(
            request.Headers.Keys,
            name => name.ToLowerInvariant() is "traceparent" or "tracestate" or "baggage" or "request-id" or "correlation-context");
    }

    [Fact]
    public async Task Several_tool_calls_come_at_once_unknown_and_malformed_ones_as_the_model_wrote_them()
    {
        var (response, _) = await AskAsync(_ => ChatServerReply.Call(
            ("c1", "lookup_order", "{ \"order_id\": \"ORD-4001\" }"),
            ("c2", "no_such_tool", "{}"),
            ("c3", "lookup_order", "{\"order_id\": \"ORD-"),
            ("c4", "lookup_order", ""),
            ("c5", "lookup_order", "[1]")));

        var calls = response.Messages.Single().Contents.OfType<FunctionCallContent>().ToList();
        Assert.Equal(
            ["{ \"order_id\": \"ORD-4001\" }", "{}", "{\"order_id\": \"ORD-", "", "[1]"],
            calls.Select(ToolArguments.TextOf));
        Assert.Equal("no_such_tool", calls[1].Name);
        Assert.Equal([false, false, true, true, true], calls.Select(call => call.Exception is not null));
        Assert.Equal(ChatFinishReason.ToolCalls, response.FinishReason);
    }

    [Fact]
    public async Task Malformed_arguments_go_back_as_valid_json_that_shows_them()
    {
        ChatMessage[] history =
        [
            new(ChatRole.User, "hi"),
            new(ChatRole.Assistant, [ToolArguments.Call("c1", "lookup_order", "{\"order_id\": \"ORD-")]),
            new(ChatRole.Tool, [new FunctionResultContent("c1", "{\"error\":\"malformed\"}")]),
        ];

        var (_, request) = await AskAsync(_ => ChatServerReply.Say("hello"), history);

        var arguments = request.Json.GetProperty("messages")[1].GetProperty("tool_calls")[0].GetProperty("function").GetProperty("arguments").GetString()!;
        Assert.Equal("{\"order_id\": \"ORD-", JsonElement.Parse(arguments).GetProperty("malformed_arguments").GetString());
    }

    [Fact]
    public async Task Usage_model_and_limits_come_with_the_answer()
    {
        var (response, _) = await AskAsync(_ => ChatServerReply.Say("hello") with
        {
            Headers = new Dictionary<string, string> { ["x-ratelimit-remaining-requests"] = "0", ["x-ratelimit-reset-requests"] = "2s" },
        });

        Assert.Equal(100, response.Usage!.InputTokenCount);
        Assert.Equal(10, response.Usage.OutputTokenCount);
        Assert.Equal("stub-1", response.ModelId);
        var limits = Assert.IsType<RateLimitHeaders>(response.AdditionalProperties![ModelResponseProperties.RateLimits]);
        Assert.Equal(TimeSpan.FromSeconds(2), limits.SpentUntil);
    }

    [Theory]
    [InlineData(429, "rate_limit_exceeded", "Rate limit reached for requests", ProviderFault.RateLimited)]
    [InlineData(429, null, "Too many concurrent requests", ProviderFault.TooManyAtOnce)]
    [InlineData(429, "insufficient_quota", "You exceeded your current quota", ProviderFault.QuotaExhausted)]
    [InlineData(402, null, "Payment required", ProviderFault.QuotaExhausted)]
    [InlineData(401, "invalid_api_key", "Incorrect API key", ProviderFault.AccessDenied)]
    [InlineData(404, "model_not_found", "No such model", ProviderFault.AccessDenied)]
    [InlineData(500, null, "boom", ProviderFault.ServerError)]
    [InlineData(503, null, "overloaded", ProviderFault.ServerError)]
    [InlineData(400, "content_filter", "filtered", ProviderFault.ContentFiltered)]
    [InlineData(400, null, "messages is too long", ProviderFault.Rejected)]
    public async Task A_status_says_what_went_wrong(int status, string? code, string message, ProviderFault fault)
    {
        var exception = await FaultOf(ChatServerReply.Error(status, message, code, retryAfter: 3));

        Assert.Equal(fault, exception.Fault);
        Assert.Equal(status, exception.Status);
        Assert.Equal(TimeSpan.FromSeconds(3), exception.Limits!.RetryAfter);
        Assert.Contains(message, exception.Message);
    }

    public static TheoryData<string, ChatServerReply> NoAnswers => new()
    {
        { "no choices", ChatServerReply.Choose() },
        { "an error with status 200", ChatServerReply.Text("""{"error":{"message":"oops"}}""") },
        { "an empty object", ChatServerReply.Text("{}") },
        { "an array", ChatServerReply.Text("[]") },
        { "null", ChatServerReply.Text("null") },
        { "nothing", ChatServerReply.Text("") },
        { "a page", ChatServerReply.Text("<html>Welcome</html>") with { ContentType = "text/html" } },
        { "half a JSON text", ChatServerReply.Text("""{"id":"c1","choices":[{"index":0,"mess""") },
        { "a choice without a message", ChatServerReply.Text("""{"choices":[{"index":0,"finish_reason":"stop"}]}""") },
        { "a message of another kind", ChatServerReply.Text("""{"choices":[{"index":0,"message":{"tool_calls":"none"}}]}""") },
        { "choices of another kind", ChatServerReply.Text("""{"id":"c1","choices":"none"}""") },
    };

    [Theory]
    [MemberData(nameof(NoAnswers))]
    public async Task A_body_that_is_no_chat_completion_is_a_bad_answer(string what, ChatServerReply reply)
    {
        var exception = await FaultOf(reply);

        Assert.True(exception.Fault == ProviderFault.BadAnswer, $"{what}: {exception}");
        Assert.Contains(reply.ContentType, exception.Message);
    }

    [Fact]
    public async Task A_body_cut_in_half_is_a_lost_connection() =>
        Assert.Equal(ProviderFault.ConnectionLost, (await FaultOf(ChatServerReply.Say("hello") with { CutInHalf = true })).Fault);

    [Fact]
    public async Task A_server_that_is_not_there_is_a_lost_connection()
    {
        var server = await ChatServer.StartAsync(_ => ChatServerReply.Hang);
        var address = server.BaseUrl;
        await server.DisposeAsync();
        using var provider = new OpenAIProvider(new OpenAIEndpoint(address, null), TimeProvider.System);

        var exception = await Assert.ThrowsAsync<ProviderException>(() => provider.Model("m").GetResponseAsync("hi"));

        Assert.Equal(ProviderFault.ConnectionLost, exception.Fault);
    }

    [Fact]
    public async Task What_other_servers_do_a_little_differently_is_understood()
    {
        var (response, _) = await AskAsync(_ => ChatServerReply.Text("""
            {"choices":[{"message":{"content":[{"type":"text","text":"One "},{"type":"text","text":"moment."}],
              "tool_calls":[{"function":{"name":"lookup_order","arguments":{"order_id":"ORD-4001"}}}]},"finish_reason":"tired"}]}
            """));

        Assert.Equal("One moment.", response.Text);
        Assert.Equal("ORD-4001", response.Messages[0].Contents.OfType<FunctionCallContent>().Single().Arguments!["order_id"]!.ToString());
        Assert.Equal("tired", response.FinishReason!.Value.Value);
        Assert.Null(response.Usage);
    }

    [Theory]
    [InlineData(null, "max_completion_tokens")]
    [InlineData("https://mine.openai.azure.com/openai/v1", "max_completion_tokens")]
    [InlineData("http://localhost:11434/v1", "max_tokens")]
    public void The_limit_on_an_answer_has_the_servers_name(string? url, string field) =>
        Assert.Equal(field, new OpenAIEndpoint(url is null ? null : new Uri(url), "key").LimitField);

    [Fact]
    public async Task A_refusal_comes_as_one()
    {
        var (response, _) = await AskAsync(_ => ChatServerReply.Choose(ChatServerReply.Choice(
            new JsonObject { ["role"] = "assistant", ["content"] = null, ["refusal"] = "I cannot help with that." }, "stop")));

        Assert.Equal("I cannot help with that.", Assert.Single(response.Messages.Single().Contents.OfType<ErrorContent>()).Message);
    }

    [Fact]
    public async Task A_server_that_does_not_know_seeds_is_asked_without_one_from_then_on()
    {
        var seeds = new List<bool>();
        await using var server = await ChatServer.StartAsync(request =>
        {
            var seeded = request.Json.TryGetProperty("seed", out _);
            seeds.Add(seeded);
            return seeded ? ChatServerReply.Error(400, "Unknown parameter: 'seed'.") : ChatServerReply.Say("hello");
        });
        using var provider = new OpenAIProvider(new OpenAIEndpoint(server.BaseUrl, "sk-test"), TimeProvider.System);
        var model = provider.Model("stub-model");

        Assert.Equal("hello", (await model.GetResponseAsync("one", Options)).Text);
        Assert.Equal("hello", (await model.GetResponseAsync("two", Options)).Text);

        Assert.Equal([true, false, false], seeds);
    }

    [Fact]
    public async Task A_query_on_the_base_url_goes_behind_every_path()
    {
        ChatServerRequest? seen = null;
        await using var server = await ChatServer.StartAsync(request =>
        {
            seen = request;
            return ChatServerReply.Say("hello");
        });
        var address = new Uri($"{server.BaseUrl.GetLeftPart(UriPartial.Authority)}/openai/deployments/mine?api-version=2024-10-21");
        using var provider = new OpenAIProvider(new OpenAIEndpoint(address, "sk-test"), TimeProvider.System);

        await provider.Model("stub-model").GetResponseAsync("hi");

        Assert.Equal("/openai/deployments/mine/chat/completions", seen!.Path);
        Assert.Equal("?api-version=2024-10-21", seen.Query);
    }

    [Theory]
    [InlineData("https://mine.openai.azure.com/openai/v1/", true)]
    [InlineData("https://openai.azure.com.example.com/v1", false)]
    public void Azure_is_known_by_its_host(string url, bool azure) =>
        Assert.Equal(azure, new OpenAIEndpoint(new Uri(url), "key").IsAzure);

    private static async Task<ProviderException> FaultOf(ChatServerReply reply) =>
        await Assert.ThrowsAsync<ProviderException>(() => AskAsync(_ => reply));

    private static async Task<(ChatResponse Response, ChatServerRequest Request)> AskAsync(
        Func<ChatServerRequest, ChatServerReply> behaviour, params ChatMessage[] history)
    {
        ChatServerRequest? seen = null;
        await using var server = await ChatServer.StartAsync(request =>
        {
            seen = request;
            return behaviour(request);
        });
        using var provider = new OpenAIProvider(new OpenAIEndpoint(server.BaseUrl, "sk-test"), TimeProvider.System);
        var response = await provider.Model("stub-model").GetResponseAsync(
            history.Length > 0 ? history : [new ChatMessage(ChatRole.User, "where is it?")], Options);
        return (response, seen!);
    }
}
