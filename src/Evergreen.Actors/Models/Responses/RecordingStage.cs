using Microsoft.Extensions.AI;

namespace Evergreen.Actors.Models.Responses;

/// <summary>
/// Records what was answered, and what failed, since a replay has to fail there too. A call that cannot be recorded comes to the same
/// end all the same, and nobody further is admitted.
/// </summary>
internal sealed class RecordingStage(IChatClient inner, string model, ResponseRecording recording, AdmissionStop stop) : GatewayStage(inner)
{
    public override async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        var request = messages as IReadOnlyCollection<ChatMessage> ?? [.. messages];
        var key = RequestKey.Of(model, request, options);
        try
        {
            var response = await InnerClient.GetResponseAsync(request, options, cancellationToken).ConfigureAwait(false);
            Record(new RecordedCall(key, StoredAnswer.From(response), null));
            return response;
        }
        catch (ModelCallException exception)
        {
            Record(new RecordedCall(key, null, new StoredFailure(exception.Failure, exception.Message)));
            throw;
        }
    }

    private void Record(RecordedCall call)
    {
        try
        {
            recording.Add(call);
        }
        catch (IOException e)
        {
            stop.Because($"calls can no longer be recorded: {e.Message}");
        }
    }
}
