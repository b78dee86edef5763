using System.Runtime.ExceptionServices;
using Akka.Actor;
using Evergreen.Tools.Catalog;

namespace Evergreen.Actors.Tooling;

/// <summary>
/// Makes one attempt of one tool call. Owns nothing but the attempt; never decides what a failure means; ends with its attempt: by
/// a word to its supervisor, or by throwing.
/// </summary>
internal sealed class ToolActor(IToolbox toolbox, ToolCall call, int attempt) : UntypedActor
{
    private readonly CancellationTokenSource _abandoned = new();

    protected override void PreStart() => Self.Tell(Begin.Instance);

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case Begin:
                toolbox.AttemptAsync(call, attempt, _abandoned.Token).PipeTo(Self, failure: cause => new Broken(cause));
                break;
            case ToolResponse { IsTransient: true } response:
                throw new TransientToolFailure(response);
            case ToolResponse response:
                Context.Parent.Tell(new Attempted(call.CallId, response));
                break;
            case Broken { Cause: var cause }:
                ExceptionDispatchInfo.Throw(TransientToolFailure.From(cause) ?? cause);
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    protected override void PostStop()
    {
        _abandoned.Cancel();
        _abandoned.Dispose();
    }

    /// <summary>To the supervisor: the attempt came to an answer that will not change by trying again.</summary>
    public sealed record Attempted(string CallId, ToolResponse Response) : INoSerializationVerificationNeeded;

    private sealed record Broken(Exception Cause) : INoSerializationVerificationNeeded;

    private sealed record Begin
    {
        public static Begin Instance { get; } = new();
    }
}
