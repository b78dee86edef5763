using System.Net.Http.Headers;
using System.Text.Json;

namespace Evergreen.HttpBench;

/// <summary>The least there can be: an HttpClient that posts ready-made bytes, parses the answer, and writes the same rows.</summary>
internal sealed class BareLoop(Uri url) : Contestant
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { MaxConnectionsPerServer = int.MaxValue });
    private readonly HandWrittenTrace _trace = new();
    private readonly List<(byte[] Body, string Messages)> _requests =
    [
        .. CapturedRequests.Read().Select(body => (body, JsonElement.Parse(body).GetProperty("messages").GetRawText())),
    ];

    public override async Task<(int Ended, long Spans)> PlayAsync(int conversations, int concurrency)
    {
        var ended = 0;
        var rows = _trace.Rows;
        await Parallel.ForAsync(0, conversations, new ParallelOptions { MaxDegreeOfParallelism = concurrency }, async (number, cancellationToken) =>
        {
            var calls = new List<(string Input, string Output)>(_requests.Count);
            foreach (var (body, messages) in _requests)
            {
                calls.Add((messages, await AskAsync(body, cancellationToken)));
            }

            _trace.Write($"{number}", calls);
            Interlocked.Increment(ref ended);
        });
        return (ended, _trace.Rows - rows);
    }

    public override ValueTask DisposeAsync()
    {
        _http.Dispose();
        _trace.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task<string> AskAsync(byte[] body, CancellationToken cancellationToken)
    {
        using var content = new ByteArrayContent(body);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        using var response = await _http.PostAsync($"{url}/chat/completions", content, cancellationToken);
        response.EnsureSuccessStatusCode();
        using var document = JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync(cancellationToken));
        return document.RootElement.GetProperty("choices").GetRawText();
    }
}
