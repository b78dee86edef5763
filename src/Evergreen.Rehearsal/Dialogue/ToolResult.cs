using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Evergreen.Rehearsal.Dialogue;

/// <summary>What a tool gave back, whatever way it was put into the message.</summary>
internal sealed class ToolResult
{
    private static readonly JsonElement Null = JsonElement.Parse("null");
    private static readonly ReadCache<ToolResult> Known = new(Parse, capacity: 4096);

    private ToolResult(JsonElement body)
    {
        Body = new Row(body);
        Status = (int?)Body.Number("status_code") ?? 200;
        Code = Body.Text("code", "error_code");
        Message = Body.Text("error", "message");
        if (Status < 400 && Code is not null && Body.Text("error") is not null)
        {
            Status = 500;
        }
    }

    /// <summary>The result's JSON.</summary>
    public Row Body { get; }

    /// <summary>The HTTP status; 200 when the body names none, 500 when it names an error and none.</summary>
    public int Status { get; }

    /// <summary>The error code, e.g. <c>DUPLICATE_REFUND</c>.</summary>
    public string? Code { get; }

    /// <summary>The error in words.</summary>
    public string? Message { get; }

    // A result is shared by all conversations in which it comes up. Two of them may read it at once; either reading will do.

    /// <summary>The body read as an order.</summary>
    public OrderRow Order => field ??= new OrderRow(Body);

    /// <summary>The orders of a list; what has no number is none.</summary>
    public IReadOnlyList<OrderRow> Orders => field ??= [.. Body.Rows().Select(row => new OrderRow(row)).Where(order => order.Id.Length > 0)];

    /// <summary>The body read as a customer.</summary>
    public CustomerRow Customer => field ??= new CustomerRow(Body);

    /// <summary>The body read as a product.</summary>
    public ProductRow Product => field ??= new ProductRow(Body);

    /// <summary>The body read as what a carrier tells.</summary>
    public ShippingNews Shipping => field ??= new ShippingNews(Body);

    public bool NothingFound => Body.IsNull || Body.IsEmptyArray;

    public bool Succeeded => Status < 400 && !Body.IsNull;

    /// <summary>Whether the same call may go through if it is made again.</summary>
    public bool FailedForNow => Status is >= 500 or 408 or 429;

    public bool Refused => Status is >= 400 && !FailedForNow;

    public static ToolResult From(FunctionResultContent content) => content.Result switch
    {
        null => new ToolResult(Null),
        JsonElement { ValueKind: JsonValueKind.String } text => Parse(text.GetString()!),
        JsonElement element => new ToolResult(element),
        string text => Known.Of(text),
        var other => Parse(other.ToString() ?? "null"),
    };

    private static ToolResult Parse(string text)
    {
        try
        {
            return new ToolResult(JsonElement.Parse(text));
        }
        catch (JsonException)
        {
            // Tools may answer in plain words; the words are all there is to know.
            return new ToolResult(JsonElement.Parse($"\"{JsonEncodedText.Encode(text)}\""));
        }
    }
}
