using System.Text.Json;
using Evergreen.Tools.Catalog;
using Evergreen.Tools.Shop;

namespace Evergreen.Tools.Remote;

/// <summary>What an agent is told of a remote answer, whatever came over the wire.</summary>
internal static class RemoteReply
{
    /// <summary>Rows without their nulls; <c>null</c> for no row.</summary>
    public static ToolResponse Read(WireReply reply)
    {
        if (reply.Status is 404 or 406)
        {
            return ToolReplies.Read(null);
        }

        using var body = Json(reply.Body);
        if (body is null || reply.Status is < 200 or >= 300)
        {
            return Failure(reply, body);
        }

        return body.RootElement.ValueKind == JsonValueKind.Array && body.RootElement.GetArrayLength() == 0
            ? ToolReplies.Read(null)
            : new ToolResponse(200, ShopJson.Build(writer => WithoutNulls(writer, body.RootElement, depth: 0)));
    }

    /// <summary>The function's object with its status in front.</summary>
    public static ToolResponse Action(WireReply reply)
    {
        using var body = Json(reply.Body);
        if (body is null || body.RootElement.ValueKind != JsonValueKind.Object)
        {
            var failure = Failure(reply, null);
            return ToolReplies.Action(new(failure.Status, failure.Body, failure.ErrorCode));
        }

        return new ToolResponse(reply.Status, ShopJson.Build(writer =>
        {
            writer.WriteStartObject();
            writer.WriteNumber("status_code", reply.Status);
            foreach (var field in body.RootElement.EnumerateObject().Where(field => field.Name != "status_code"))
            {
                field.WriteTo(writer);
            }

            writer.WriteEndObject();
        }))
        {
            ErrorCode = reply.Status >= 400 ? Field(body.RootElement, "code") ?? $"STATUS_{reply.Status}" : null,
            Fault = reply.Fault,
            Latency = reply.Latency,
        };
    }

    /// <summary>A field's text, null when it is absent or something else.</summary>
    public static string? Field(JsonElement row, string name) =>
        row.ValueKind == JsonValueKind.Object && row.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;

    private static ToolResponse Failure(WireReply reply, JsonDocument? body)
    {
        // A success that is not JSON (a captive portal, a cut body) is a failure of the way, not of the request.
        var status = reply.Status is >= 200 and < 400 ? 502 : reply.Status;
        var code = body is null ? null : Field(body.RootElement, "code");
        var message = body is null ? null : Field(body.RootElement, "error") ?? Field(body.RootElement, "message");
        return ToolReplies.Error(status, code ?? "UNREADABLE_REPLY", message ?? $"The shop answered {reply.Status} without a reason.");
    }

    private static JsonDocument? Json(string text)
    {
        try
        {
            return JsonDocument.Parse(text);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static void WithoutNulls(Utf8JsonWriter writer, JsonElement element, int depth)
    {
        if (depth == 0 && element.ValueKind == JsonValueKind.Array)
        {
            writer.WriteStartArray();
            foreach (var row in element.EnumerateArray())
            {
                WithoutNulls(writer, row, depth + 1);
            }

            writer.WriteEndArray();
        }
        else if (element.ValueKind == JsonValueKind.Object)
        {
            writer.WriteStartObject();
            foreach (var column in element.EnumerateObject().Where(column => column.Value.ValueKind != JsonValueKind.Null))
            {
                column.WriteTo(writer);
            }

            writer.WriteEndObject();
        }
        else
        {
            element.WriteTo(writer);
        }
    }
}
