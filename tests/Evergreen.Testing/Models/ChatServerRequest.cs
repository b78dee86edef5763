using System.Security.Cryptography;
using System.Text.Json;

namespace Evergreen.Testing.Models;

/// <summary>A request as the server received it.</summary>
/// <param name="Number">Counts requests, from 1.</param>
/// <param name="UnderWay">How many were being worked on when it came, itself included.</param>
/// <param name="ReceivedAt">A <see cref="System.Diagnostics.Stopwatch"/> timestamp.</param>
/// <param name="Path">The path asked for.</param>
/// <param name="Query">The query, with its question mark, or empty.</param>
/// <param name="Headers">The headers, their names in any case.</param>
/// <param name="Body">The body.</param>
public sealed record ChatServerRequest(
    int Number, int UnderWay, long ReceivedAt, string Path, string Query, IReadOnlyDictionary<string, string> Headers, byte[] Body)
{
    /// <summary>The same for requests that say the same: a call and its retries.</summary>
    public string Key => Convert.ToHexStringLower(SHA256.HashData(Body));

    /// <summary>The body as JSON.</summary>
    public JsonElement Json => JsonElement.Parse(Body);
}
