using System.ClientModel.Primitives;

namespace Evergreen.Host.Models;

/// <summary>Catches the headers of an answer, which the chat abstraction has no place for.</summary>
internal sealed class AnswerHeaders : PipelinePolicy
{
    private static readonly AsyncLocal<Catch?> Current = new();

    /// <summary>Begins to catch for the calling flow: what is sent from here on puts its headers into the result.</summary>
    public static Catch Begin() => Current.Value = new Catch();

    public override void Process(PipelineMessage message, IReadOnlyList<PipelinePolicy> pipeline, int currentIndex)
    {
        ProcessNext(message, pipeline, currentIndex);
        Keep(message);
    }

    public override async ValueTask ProcessAsync(PipelineMessage message, IReadOnlyList<PipelinePolicy> pipeline, int currentIndex)
    {
        await ProcessNextAsync(message, pipeline, currentIndex).ConfigureAwait(false);
        Keep(message);
    }

    private static void Keep(PipelineMessage message)
    {
        if (Current.Value is { } caught)
        {
            caught.Headers = message.Response?.Headers;
        }
    }

    /// <summary>The headers of one answer, once it has come.</summary>
    internal sealed class Catch
    {
        public PipelineResponseHeaders? Headers { get; set; }

        public string? this[string name] => Headers is { } headers && headers.TryGetValue(name, out var value) ? value : null;
    }
}
