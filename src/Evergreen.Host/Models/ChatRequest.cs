using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Evergreen.Actors.Models;
using Microsoft.Extensions.AI;

namespace Evergreen.Host.Models;

/// <summary>Writes a chat completion request. Text and tools only: nothing else occurs in a conversation with a shop.</summary>
/// <param name="model">The model's name.</param>
/// <param name="limitField">What the server calls the limit on an answer's tokens.</param>
internal sealed class ChatRequest(string model, string limitField)
{
    private const string Malformed = "malformed_arguments";

    private const int Growth = 512;
    private const int Longest = 32 * 1024;

    // A body is held until its answer is there, a thousand at a time: it should not be twice as large as it need be.
    private int _expected = 4 * 1024;

    // The tools of a run are the same in every request; their schemas are written once.
    private readonly ConditionalWeakTable<AITool, byte[]> _tools = [];

    /// <summary>The request's body: UTF-8, not indented.</summary>
    public ReadOnlyMemory<byte> Write(IEnumerable<ChatMessage> messages, ChatOptions? options, bool withSeed)
    {
        var buffer = new ArrayBufferWriter<byte>(_expected);
        using var writer = new Utf8JsonWriter(buffer);
        writer.WriteStartObject();
        writer.WriteString("model", options?.ModelId ?? model);
        writer.WriteStartArray("messages");
        foreach (var message in messages)
        {
            WriteMessage(writer, message);
        }

        writer.WriteEndArray();
        if (options is not null)
        {
            WriteSampling(writer, options, withSeed);
            WriteTools(writer, options);
            WriteFormat(writer, options.ResponseFormat);
        }

        writer.WriteEndObject();
        writer.Flush();
        _expected = Math.Clamp(buffer.WrittenCount + Growth, _expected, Longest);
        return buffer.WrittenMemory;
    }

    private static void WriteMessage(Utf8JsonWriter writer, ChatMessage message)
    {
        if (message.Role == ChatRole.Tool)
        {
            foreach (var result in message.Contents.OfType<FunctionResultContent>())
            {
                writer.WriteStartObject();
                writer.WriteString("role", "tool");
                writer.WriteString("tool_call_id", result.CallId);
                writer.WriteString("content", result.Result as string ?? JsonSerializer.Serialize(result.Result, AIJsonUtilities.DefaultOptions));
                writer.WriteEndObject();
            }

            return;
        }

        writer.WriteStartObject();
        writer.WriteString("role", message.Role.Value);
        var calls = message.Contents.OfType<FunctionCallContent>().ToList();
        if (calls.Count == 0 || message.Text.Length > 0)
        {
            writer.WriteString("content", message.Text);
        }
        else
        {
            writer.WriteNull("content");
        }

        if (calls.Count > 0)
        {
            writer.WriteStartArray("tool_calls");
            calls.ForEach(call => WriteCall(writer, call));
            writer.WriteEndArray();
        }

        writer.WriteEndObject();
    }

    private static void WriteCall(Utf8JsonWriter writer, FunctionCallContent call)
    {
        writer.WriteStartObject();
        writer.WriteString("id", call.CallId);
        writer.WriteString("type", "function");
        writer.WriteStartObject("function");
        writer.WriteString("name", call.Name);

        // What was no JSON object goes back wrapped into one: some servers fail over a history that holds anything else.
        writer.WriteString("arguments", call.Arguments is null
            ? JsonSerializer.Serialize(new Dictionary<string, string> { [Malformed] = ToolArguments.TextOf(call) })
            : ToolArguments.TextOf(call));
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private void WriteSampling(Utf8JsonWriter writer, ChatOptions options, bool withSeed)
    {
        WriteNumber(writer, "temperature", options.Temperature);
        WriteNumber(writer, "top_p", options.TopP);
        WriteNumber(writer, "frequency_penalty", options.FrequencyPenalty);
        WriteNumber(writer, "presence_penalty", options.PresencePenalty);
        if (options.MaxOutputTokens is { } limit)
        {
            writer.WriteNumber(limitField, limit);
        }

        if (withSeed && options.Seed is { } seed)
        {
            writer.WriteNumber("seed", seed);
        }

        if (options.StopSequences is { Count: > 0 } stops)
        {
            writer.WriteStartArray("stop");
            foreach (var stop in stops)
            {
                writer.WriteStringValue(stop);
            }

            writer.WriteEndArray();
        }
    }

    private static void WriteNumber(Utf8JsonWriter writer, string name, float? value)
    {
        if (value is { } number)
        {
            writer.WriteNumber(name, number);
        }
    }

    private void WriteTools(Utf8JsonWriter writer, ChatOptions options)
    {
        if (options.Tools is not { Count: > 0 } tools)
        {
            return;
        }

        writer.WriteStartArray("tools");
        foreach (var tool in tools)
        {
            writer.WriteRawValue(_tools.GetValue(tool, Describe), skipInputValidation: true);
        }

        writer.WriteEndArray();
        switch (options.ToolMode)
        {
            case NoneChatToolMode:
                writer.WriteString("tool_choice", "none");
                break;
            case RequiredChatToolMode { RequiredFunctionName: { } name }:
                writer.WritePropertyName("tool_choice");
                JsonSerializer.Serialize(writer, new { type = "function", function = new { name } });
                break;
            case RequiredChatToolMode:
                writer.WriteString("tool_choice", "required");
                break;
            default:
                writer.WriteString("tool_choice", "auto");
                break;
        }

        if (options.AllowMultipleToolCalls is { } several)
        {
            writer.WriteBoolean("parallel_tool_calls", several);
        }
    }

    private static byte[] Describe(AITool tool) => JsonSerializer.SerializeToUtf8Bytes(new
    {
        type = "function",
        function = new
        {
            name = tool.Name,
            description = tool.Description,
            parameters = (tool as AIFunctionDeclaration ?? throw new NotSupportedException($"{tool.GetType().Name} is no function")).JsonSchema,
        },
    });

    private static void WriteFormat(Utf8JsonWriter writer, ChatResponseFormat? format)
    {
        if (format is not ChatResponseFormatJson json)
        {
            return;
        }

        writer.WriteStartObject("response_format");
        writer.WriteString("type", json.Schema is null ? "json_object" : "json_schema");
        if (json.Schema is { } schema)
        {
            writer.WriteStartObject("json_schema");
            writer.WriteString("name", json.SchemaName ?? "answer");
            writer.WritePropertyName("schema");
            schema.WriteTo(writer);
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }
}
