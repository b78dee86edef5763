using System.Data.Common;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using Evergreen.Tools.Catalog;

namespace Evergreen.Actors.Tooling;

/// <summary>An attempt failed in a way that may pass: 5xx, 408, 429, a time-out, a lost connection.</summary>
internal sealed class TransientToolFailure : Exception
{
    /// <summary>A response that says so itself.</summary>
    public TransientToolFailure(ToolResponse response, Exception? cause = null)
        : base($"{response.Status} {response.ErrorCode}", cause) => Response = response;

    /// <summary>What the attempt came to.</summary>
    public ToolResponse Response { get; }

    /// <summary>The transient failure that <paramref name="cause"/> amounts to; null when it is a defect that will not pass.</summary>
    public static TransientToolFailure? From(Exception cause) => cause switch
    {
        TransientToolFailure failure => failure,
        TimeoutException or OperationCanceledException => new(Error(504, "ATTEMPT_TIMEOUT", "The tool did not answer in time."), cause),
        HttpRequestException or SocketException or IOException or DbException { IsTransient: true } =>
            new(Error(503, "CONNECTION_LOST", "The connection to the tool was lost."), cause),
        _ => null,
    };

    /// <summary>An error in the shape the agent sees.</summary>
    internal static ToolResponse Error(int status, string code, string message) =>
        new(status, new JsonObject { ["status_code"] = status, ["error"] = message, ["code"] = code }.ToJsonString()) { ErrorCode = code };
}
