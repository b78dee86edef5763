using System.Collections.Concurrent;
using Evergreen.Testing.Models;

namespace Evergreen.Host.Tests.Telemetry;

/// <summary>An OpenTelemetry collector on loopback: takes OTLP over HTTP, keeps what it can read, and misbehaves as it is told.</summary>
internal sealed class Collector : IAsyncDisposable
{
    private ChatServer _http = null!;

    /// <summary>What to answer instead of taking a request; null takes it.</summary>
    public Func<ChatServerRequest, ChatServerReply?> Fault { get; set; } = _ => null;

    public ConcurrentQueue<CollectedSpan> Spans { get; } = [];

    /// <summary>The sums and counts of the last data points of every instrument, over all of its tags.</summary>
    public ConcurrentDictionary<string, double> Metrics { get; } = [];

    public ConcurrentQueue<ChatServerRequest> Requests { get; } = [];

    public Uri Url => new(_http.BaseUrl.GetLeftPart(UriPartial.Authority) + "/");

    public static async Task<Collector> StartAsync(int port = 0)
    {
        var collector = new Collector();
        collector._http = await ChatServer.StartAsync(collector.Answer, port);
        return collector;
    }

    public ValueTask DisposeAsync() => _http.DisposeAsync();

    private ChatServerReply Answer(ChatServerRequest request)
    {
        Requests.Enqueue(request);
        if (Fault(request) is { } fault)
        {
            return fault;
        }

        var message = new ProtobufMessage(request.Body);
        switch (request.Path)
        {
            case "/v1/traces":
                foreach (var resource in message.Messages(1))
                {
                    var of = resource.Messages(1).Single().Attributes(1);
                    foreach (var scope in resource.Messages(2))
                    {
                        Take(of, scope);
                    }
                }

                break;
            case "/v1/metrics":
                foreach (var metric in message.Messages(1, 2, 2))
                {
                    Metrics[metric.Text(1)] = metric.Has(9)
                        ? metric.Messages(9, 1).Sum(point => (double)point.Number(4))
                        : metric.Messages(7, 1).Sum(point => (double)(long)point.Number(6));
                }

                break;
            default:
                return ChatServerReply.Text("no such signal") with { Status = 404 };
        }

        return new ChatServerReply { ContentType = "application/x-protobuf" };
    }

    private void Take(Dictionary<string, object> resource, ProtobufMessage scope)
    {
        foreach (var span in scope.Messages(2))
        {
            var status = span.Messages(15).SingleOrDefault();
            Spans.Enqueue(new CollectedSpan(
                span.Hex(1),
                span.Hex(2),
                span.Hex(4),
                span.Text(5),
                (int)span.Number(6),
                span.Number(7) / 1e9,
                span.Number(8) / 1e9,
                span.Attributes(9),
                status?.Number(3) == 2 ? status.Text(2) : null,
                scope.Messages(1).Single().Text(1),
                resource));
        }
    }
}

/// <summary>A span as it was on the wire.</summary>
/// <param name="TraceId">Hex digits.</param>
/// <param name="SpanId">Hex digits.</param>
/// <param name="ParentId">Hex digits; empty on a root.</param>
/// <param name="Name">Its name.</param>
/// <param name="Kind">1 internal, 3 client.</param>
/// <param name="Start">Unix seconds.</param>
/// <param name="End">Unix seconds.</param>
/// <param name="Attributes">Its attributes.</param>
/// <param name="Error">What a failed one says; null for one that did not fail.</param>
/// <param name="Scope">The name of the instrumentation.</param>
/// <param name="Resource">Who it comes from.</param>
internal sealed record CollectedSpan(
    string TraceId,
    string SpanId,
    string ParentId,
    string Name,
    int Kind,
    double Start,
    double End,
    IReadOnlyDictionary<string, object> Attributes,
    string? Error,
    string Scope,
    IReadOnlyDictionary<string, object> Resource)
{
    public string Id => $"{TraceId}:{SpanId}";
}
