using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Evergreen.Testing.Models;

/// <summary>A server on loopback that speaks chat completions over real HTTP and misbehaves as it is told.</summary>
public sealed class ChatServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly Func<ChatServerRequest, ChatServerReply> _behaviour;
    private readonly CancellationTokenSource _closing = new();
    private int _received;
    private int _underWay;
    private int _mostUnderWay;

    private ChatServer(WebApplication app, Func<ChatServerRequest, ChatServerReply> behaviour) => (_app, _behaviour) = (app, behaviour);

    /// <summary>What a client takes for the base URL.</summary>
    public Uri BaseUrl { get; private set; } = null!;

    /// <summary>Requests received.</summary>
    public int Received => Volatile.Read(ref _received);

    /// <summary>The most requests that were being worked on at once, refused ones included.</summary>
    public int MostUnderWay => Volatile.Read(ref _mostUnderWay);

    /// <summary>Starts a server.</summary>
    /// <param name="behaviour">Decides on a request; called by many threads at once.</param>
    /// <param name="port">0 for any free one.</param>
    public static async Task<ChatServer> StartAsync(Func<ChatServerRequest, ChatServerReply> behaviour, int port = 0)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls($"http://127.0.0.1:{port}");
        var app = builder.Build();
        var server = new ChatServer(app, behaviour);
        app.Run(server.AnswerAsync);
        await app.StartAsync();
        var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        server.BaseUrl = new Uri(address + "/v1");
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        await _app.DisposeAsync();
        _closing.Dispose();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        var number = Interlocked.Increment(ref _received);
        var underWay = Interlocked.Increment(ref _underWay);
        try
        {
            RaiseMost(underWay);
            var body = new MemoryStream((int)(context.Request.ContentLength ?? 0));
            await context.Request.Body.CopyToAsync(body);
            var reply = _behaviour(new ChatServerRequest(
                number,
                underWay,
                Stopwatch.GetTimestamp(),
                context.Request.Path,
                context.Request.QueryString.Value ?? "",
                context.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase),
                body.ToArray()));
            if (reply.Hangs)
            {
                await HangAsync(context);
                return;
            }

            if (reply.Latency > TimeSpan.Zero)
            {
                await Task.Delay(reply.Latency, TimeProvider.System, context.RequestAborted);
            }

            // A client that has its answer may ask again at once; the place must be free by then.
            Interlocked.Decrement(ref _underWay);
            underWay = 0;
            await WriteAsync(context, reply);
        }
        catch (OperationCanceledException)
        {
            context.Abort();
        }
        finally
        {
            Interlocked.Add(ref _underWay, underWay > 0 ? -1 : 0);
        }
    }

    private async Task HangAsync(HttpContext context)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, _closing.Token);
        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, either.Token);
    }

    private static async Task WriteAsync(HttpContext context, ChatServerReply reply)
    {
        var response = context.Response;
        response.StatusCode = reply.Status;
        response.ContentType = reply.ContentType;
        foreach (var (name, value) in reply.Headers)
        {
            response.Headers[name] = value;
        }

        response.ContentLength = reply.Body.Length;
        if (!reply.CutInHalf)
        {
            await response.BodyWriter.WriteAsync(reply.Body);
            return;
        }

        await response.BodyWriter.WriteAsync(reply.Body.AsMemory(0, reply.Body.Length / 2));
        await response.BodyWriter.FlushAsync();
        context.Features.Get<IHttpRequestLifetimeFeature>()!.Abort();
    }

    private void RaiseMost(int underWay)
    {
        for (var most = _mostUnderWay; underWay > most; most = _mostUnderWay)
        {
            Interlocked.CompareExchange(ref _mostUnderWay, underWay, most);
        }
    }
}
