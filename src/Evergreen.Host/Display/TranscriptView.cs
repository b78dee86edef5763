using System.Globalization;
using Evergreen.Insights.Transcripts;
using Spectre.Console;

namespace Evergreen.Host.Display;

/// <summary>A conversation to be read: who said what, which tools were called, what they came to and how long it took.</summary>
internal sealed class TranscriptView(Terminal terminal)
{
    private IAnsiConsole Console => terminal.Console;

    public void Show(ConversationRecord conversation, ConversationSpans spans)
    {
        Console.MarkupLineInterpolated(
            $"[bold]{conversation.Id}[/]  {conversation.Category}, release {conversation.Release}, model {conversation.Model}");
        Console.MarkupLine(Ended(conversation));

        // Imported conversations may use an id for several calls; they stand in order.
        var calls = conversation.ToolCalls.GroupBy(call => call.Id).ToDictionary(same => same.Key, same => new Queue<ToolCallRecord>(same));
        var modelCall = 0;
        foreach (var message in conversation.Messages)
        {
            switch (message.Role)
            {
                case "user":
                    Say("customer", "blue", message.Content ?? "", seconds: null);
                    break;
                case "assistant":
                    var seconds = modelCall < spans.ModelSeconds.Count ? spans.ModelSeconds[modelCall] : (double?)null;
                    modelCall++;
                    if (!string.IsNullOrWhiteSpace(message.Content))
                    {
                        Say("agent", "green", message.Content, seconds);
                    }

                    foreach (var asked in message.ToolCalls ?? [])
                    {
                        if (calls.TryGetValue(asked.Id, out var same) && same.TryDequeue(out var call))
                        {
                            ToolCall(call, spans.ToolSeconds.TryGetValue(call.Id, out var took) ? took : null);
                        }
                    }

                    break;
            }
        }

        ShopChanges(conversation.ShopChanges);
    }

    /// <summary>Someone's words, wrapped under their name.</summary>
    public void Say(string who, string colour, string text, double? seconds)
    {
        Console.WriteLine();
        Console.MarkupLine($"[{colour}]{who}[/]{(seconds is { } took ? $"  [grey]{Words.Seconds(took)}[/]" : "")}");
        terminal.WriteIndented(Markup.Escape(text.Trim()), 2);
    }

    /// <summary>A tool call on a line of its own, its failed attempts below it.</summary>
    public void ToolCall(ToolCallRecord call, double? seconds)
    {
        var outcome = call.Status < 400 ? $"[green]{call.Status}[/]" : $"[red]{call.Status}[/]";
        var code = call.ErrorCode is null ? "" : $" {Markup.Escape(call.ErrorCode)}";
        var took = seconds is { } s ? $"  [grey]{Words.Seconds(s)}[/]" : "";
        terminal.WriteIndented($"[cyan]{Markup.Escape(call.Name)}[/] {Markup.Escape(Arguments(call.Arguments))} → {outcome}{code}{took}", 2);
        foreach (var failure in call.TransientFailures)
        {
            var fault = failure.Fault is null ? "" : $" ({Markup.Escape(failure.Fault.Replace('_', ' '))})";
            var next = failure.BackoffSeconds is { } backoff ? $", next attempt after {Words.Seconds(backoff)}" : ", given up";
            terminal.WriteIndented($"[grey]attempt {failure.Attempt}:[/] [yellow]{failure.Status}[/] {Markup.Escape(failure.ErrorCode ?? "")}{fault}[grey]{next}[/]", 4);
        }

        if (call.Result.Text is { Length: > 0 } result)
        {
            terminal.WriteIndented($"[grey]{Markup.Escape(Shortened(result))}[/]", 4);
        }
    }

    private static string Ended(ConversationRecord conversation)
    {
        var reason = conversation.EndingReason is null ? "" : $" ({Markup.Escape(conversation.EndingReason)})";
        var waited = conversation.Timing.WaitedSeconds > 0 ? $", {Words.Seconds(conversation.Timing.WaitedSeconds)} of it waiting" : "";
        return $"{Words.Marked(conversation.Ending)}{reason} after {Words.Count(conversation.Turns, "turn", "turns")}, "
            + $"{Words.Count(conversation.Usage.ModelCalls, "model call", "model calls")} and "
            + $"{Words.Count(conversation.ToolCalls.Count, "tool call", "tool calls")} in {Words.Seconds(conversation.Timing.Seconds)}{waited}";
    }

    private static string Arguments(RawJson arguments)
    {
        var element = arguments.ToElement();
        return element.ValueKind == System.Text.Json.JsonValueKind.Object
            ? string.Join(", ", element.EnumerateObject().Select(field => $"{field.Name}={field.Value}"))
            : arguments.Text;
    }

    private static string Shortened(string text) => text.Length <= 300 ? text : string.Create(CultureInfo.InvariantCulture, $"{text[..300]}… ({text.Length} characters)");

    private void ShopChanges(IReadOnlyList<ShopChangeRecord> changes)
    {
        if (changes.Count == 0)
        {
            return;
        }

        Console.WriteLine();
        Console.MarkupLine("[grey]in the shop[/]");
        foreach (var change in changes)
        {
            terminal.WriteIndented($"{Markup.Escape(change.Change)} {Markup.Escape(change.Table)} [grey]{Markup.Escape(Shortened(change.Row.Text))}[/]", 2);
        }
    }
}
