using System.Text.Json;
using Evergreen.Actors.Models.Responses;
using Microsoft.Extensions.AI;

namespace Evergreen.Actors.Tests.Models.Responses;

public class RequestKeyTests
{
    public static TheoryData<string, Action<Request>> Changes => new()
    {
        { "model", request => request.Model = "other" },
        { "model of the call", request => request.Options.ModelId = "other" },
        { "temperature", request => request.Options.Temperature = 0.1f },
        { "seed", request => request.Options.Seed = 8 },
        { "max tokens", request => request.Options.MaxOutputTokens = 99 },
        { "tool mode", request => request.Options.ToolMode = ChatToolMode.None },
        { "tools", request => request.Options.Tools = [] },
        { "answer format", request => request.Options.ResponseFormat = ChatResponseFormat.Json },
        { "words", request => request.Messages[1] = new ChatMessage(ChatRole.User, "hi!") },
        { "role", request => request.Messages[1] = new ChatMessage(ChatRole.Assistant, "hi") },
        { "one message more", request => request.Messages.Add(new ChatMessage(ChatRole.User, "")) },
        { "arguments", request => request.Messages[2] = Call("c1", "ORD-2") },
        { "call id", request => request.Messages[2] = Call("c2", "ORD-1") },
        { "tool result", request => request.Messages[3] = new ChatMessage(ChatRole.Tool, [new FunctionResultContent("c1", "{}")]) },
    };

    [Fact]
    public void The_same_request_has_the_same_key() => Assert.Equal(new Request().Key, new Request().Key);

    [Theory]
    [MemberData(nameof(Changes))]
    public void Whatever_determines_the_answer_changes_the_key(string what, Action<Request> change)
    {
        var changed = new Request();
        change(changed);

        Assert.False(new Request().Key == changed.Key, what);
    }

    private static ChatMessage Call(string id, string order) => new(
        ChatRole.Assistant, [new FunctionCallContent(id, "lookup_order", new Dictionary<string, object?> { ["order_id"] = order })]);

    public sealed class Request
    {
        public string Model { get; set; } = "stub";

        public List<ChatMessage> Messages { get; } =
        [
            new ChatMessage(ChatRole.System, "be kind"),
            new ChatMessage(ChatRole.User, "hi"),
            Call("c1", "ORD-1"),
            new ChatMessage(ChatRole.Tool, [new FunctionResultContent("c1", "null")]),
        ];

        public ChatOptions Options { get; } = new()
        {
            Temperature = 0,
            Seed = 7,
            MaxOutputTokens = 100,
            Tools = [AIFunctionFactory.CreateDeclaration("lookup_order", "Looks an order up.", JsonElement.Parse("{\"type\":\"object\"}"))],
        };

        public string Key => RequestKey.Of(Model, Messages, Options);
    }
}
