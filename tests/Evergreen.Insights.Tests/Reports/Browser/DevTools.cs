using System.Collections.Concurrent;
using System.Net.WebSockets;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Evergreen.Insights.Tests.Reports.Browser;

/// <summary>A browser's DevTools protocol over its web socket: commands with their answers, and events.</summary>
internal sealed class DevTools : IAsyncDisposable
{
    private readonly ClientWebSocket _socket = new();
    private readonly ConcurrentDictionary<int, TaskCompletionSource<JsonElement>> _waiting = new();
    private readonly SemaphoreSlim _sending = new(1);
    private readonly CancellationTokenSource _end = new();
    private Task _reading = Task.CompletedTask;
    private int _number;

    /// <summary>An event of a session: session, method, parameters.</summary>
    public event Action<string, string, JsonElement> Received = (_, _, _) => { };

    public static async Task<DevTools> ConnectAsync(Uri address)
    {
        var tools = new DevTools();
        await tools._socket.ConnectAsync(address, CancellationToken.None);
        tools._reading = tools.ReadAsync();
        return tools;
    }

    public async Task<JsonElement> SendAsync(string method, JsonObject? parameters = null, string? session = null)
    {
        var number = Interlocked.Increment(ref _number);
        var answer = _waiting[number] = new TaskCompletionSource<JsonElement>(TaskCreationOptions.RunContinuationsAsynchronously);
        var command = new JsonObject { ["id"] = number, ["method"] = method, ["params"] = parameters ?? [] };
        if (session is not null)
        {
            command["sessionId"] = session;
        }

        await _sending.WaitAsync();
        try
        {
            await _socket.SendAsync(JsonSerializer.SerializeToUtf8Bytes(command), WebSocketMessageType.Text, endOfMessage: true, _end.Token);
        }
        finally
        {
            _sending.Release();
        }

        return await answer.Task.WaitAsync(Chromium.Patience);
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _reading;
        _socket.Dispose();
        _sending.Dispose();
        _end.Dispose();
    }

    private async Task ReadAsync()
    {
        using var message = new MemoryStream();
        var buffer = new byte[64 * 1024];
        try
        {
            while (true)
            {
                var part = await _socket.ReceiveAsync(buffer, _end.Token);
                message.Write(buffer, 0, part.Count);
                if (part.EndOfMessage)
                {
                    Take(JsonElement.Parse(message.GetBuffer().AsSpan(0, (int)message.Length)));
                    message.SetLength(0);
                }
            }
        }
        catch (Exception e) when (e is OperationCanceledException or WebSocketException)
        {
            foreach (var answer in _waiting.Values)
            {
                answer.TrySetException(new IOException("the browser is gone", e));
            }
        }
    }

    private void Take(JsonElement message)
    {
        if (!message.TryGetProperty("id", out var id))
        {
            var session = message.TryGetProperty("sessionId", out var of) ? of.GetString()! : "";
            Received(session, message.GetProperty("method").GetString()!, message.GetProperty("params"));
        }
        else if (_waiting.TryRemove(id.GetInt32(), out var answer))
        {
            if (message.TryGetProperty("error", out var error))
            {
                answer.SetException(new InvalidOperationException(error.GetRawText()));
            }
            else
            {
                answer.SetResult(message.GetProperty("result"));
            }
        }
    }
}
