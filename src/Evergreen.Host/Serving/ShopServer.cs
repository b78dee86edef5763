using Evergreen.Tools.Remote;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Evergreen.Host.Serving;

/// <summary>The shop's routes on loopback, for any client that would otherwise talk to a Supabase project.</summary>
internal sealed class ShopServer : IAsyncDisposable
{
    private const long LongestBody = 256 * 1024;

    private readonly WebApplication _app;

    private ShopServer(WebApplication app) => _app = app;

    /// <summary>Where it listens, e.g. <c>http://127.0.0.1:5443</c>: what SUPABASE_URL is to be.</summary>
    public Uri Url => new(_app.Urls.First());

    /// <summary>Starts listening.</summary>
    /// <param name="routes">What answers.</param>
    /// <param name="port">1 to 65535, or 0 for any free one.</param>
    /// <param name="cancellationToken">Stops the start.</param>
    /// <exception cref="IOException">The port is taken.</exception>
    public static async Task<ShopServer> StartAsync(ShopRoutes routes, int port, CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = LongestBody);
        builder.WebHost.UseUrls($"http://127.0.0.1:{port}");
        var app = builder.Build();
        app.Run(context => AnswerAsync(routes, context));
        try
        {
            await app.StartAsync(cancellationToken);
            return new ShopServer(app);
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }
    }

    /// <summary>Lets requests under way finish, then closes.</summary>
    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync(CancellationToken.None);
        await _app.DisposeAsync();
    }

    private static async Task AnswerAsync(ShopRoutes routes, HttpContext context)
    {
        using var body = new StreamReader(context.Request.Body);
        // A query parameter may be named several times, and each is a filter of its own.
        var query = context.Request.Query.SelectMany(parameter => parameter.Value, (parameter, value) =>
            KeyValuePair.Create(parameter.Key, value ?? ""));
        var reply = await routes.AnswerAsync(
            new ShopRequest(
                context.Request.Method,
                context.Request.Path.Value ?? "/",
                [.. query],
                name => context.Request.Headers.TryGetValue(name, out var value) ? value.ToString() : null,
                await body.ReadToEndAsync(context.RequestAborted)),
            context.RequestAborted);
        context.Response.StatusCode = reply.Status;
        context.Response.ContentType = $"{reply.ContentType}; charset=utf-8";
        foreach (var (name, value) in reply.Headers)
        {
            context.Response.Headers[name] = value;
        }

        await context.Response.WriteAsync(reply.Body, context.RequestAborted);
    }
}
