using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Evergreen.Actors.Models.Responses;

/// <summary>
/// Names a request by everything that determines its answer: model, sampling, tools and messages, seed included. Two runs that
/// ask the same thing ask under the same key, in whatever order they ask.
/// </summary>
internal static class RequestKey
{
    private const string Version = "1";

    /// <summary>64 lower-case hex digits.</summary>
    public static string Of(string model, IEnumerable<ChatMessage> messages, ChatOptions? options)
    {
        var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString("version", Version);
            writer.WriteString("model", options?.ModelId ?? model);
            WriteOptions(writer, options);
            writer.WriteStartArray("messages");
            foreach (var message in messages)
            {
                WriteMessage(writer, message);
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        return Convert.ToHexStringLower(SHA256.HashData(buffer.GetBuffer().AsSpan(0, (int)buffer.Length)));
    }

    private static void WriteOptions(Utf8JsonWriter writer, ChatOptions? options)
    {
        if (options is null)
        {
            return;
        }

        writer.WriteString("sampling", FormattableString.Invariant($"{options.Temperature}|{options.TopP}|{options.TopK}"));
        writer.WriteString("penalties", FormattableString.Invariant($"{options.FrequencyPenalty}|{options.PresencePenalty}"));
        writer.WriteString("limit", options.MaxOutputTokens?.ToString(CultureInfo.InvariantCulture));
        writer.WriteString("seed", options.Seed?.ToString(CultureInfo.InvariantCulture));
        writer.WriteString("tool_mode", options.ToolMode switch
        {
            RequiredChatToolMode required => $"required {required.RequiredFunctionName}",
            NoneChatToolMode => "none",
            _ => "auto",
        });
        writer.WriteString("instructions", options.Instructions);
        writer.WriteString("reasoning", options.Reasoning?.Effort?.ToString());
        writer.WriteString("multiple_calls", options.AllowMultipleToolCalls?.ToString());
        if (options.ResponseFormat is ChatResponseFormatJson format)
        {
            writer.WriteString("format", $"json {format.SchemaName} {format.Schema?.GetRawText()}");
        }

        writer.WriteStartArray("stop");
        foreach (var stop in options.StopSequences ?? [])
        {
            writer.WriteStringValue(stop);
        }

        writer.WriteEndArray();
        writer.WriteStartArray("tools");
        foreach (var tool in options.Tools ?? [])
        {
            writer.WriteStringValue(tool.Name);
            writer.WriteStringValue(tool.Description);
            writer.WriteStringValue((tool as AIFunctionDeclaration)?.JsonSchema.GetRawText());
        }

        writer.WriteEndArray();
    }

    private static void WriteMessage(Utf8JsonWriter writer, ChatMessage message)
    {
        writer.WriteStartArray();
        writer.WriteStringValue(message.Role.Value);
        writer.WriteStringValue(message.AuthorName);
        foreach (var content in message.Contents)
        {
            writer.WriteStringValue(content.GetType().Name);
            switch (content)
            {
                case TextContent text:
                    writer.WriteStringValue(text.Text);
                    break;
                case FunctionCallContent call:
                    writer.WriteStringValue(call.CallId);
                    writer.WriteStringValue(call.Name);
                    writer.WriteStringValue(ToolArguments.TextOf(call));
                    break;
                case FunctionResultContent result:
                    writer.WriteStringValue(result.CallId);
                    writer.WriteStringValue(
                        result.Result as string ?? JsonSerializer.Serialize(result.Result, AIJsonUtilities.DefaultOptions));
                    break;
                default:
                    writer.WriteStringValue(JsonSerializer.Serialize(content, AIJsonUtilities.DefaultOptions));
                    break;
            }
        }

        writer.WriteEndArray();
    }
}
