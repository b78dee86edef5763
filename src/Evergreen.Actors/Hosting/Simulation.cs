using Evergreen.Actors.Conversations;
using Evergreen.Actors.Runs;

namespace Evergreen.Actors.Hosting;

/// <summary>The door to the actor system: registered by <c>AddEvergreen</c>, used by commands.</summary>
public sealed class Simulation
{
    /// <summary>Plays a run to its end.</summary>
    /// <param name="plan">What to play; validated first.</param>
    /// <param name="progress">Told about ten times a second; may be null.</param>
    /// <param name="cancellationToken">
    /// Stops admission and ends what is under way; the result then says <c>interrupted</c>. Not an exception: what ended is kept.
    /// </param>
    /// <exception cref="ArgumentException">The plan cannot be run.</exception>
    public Task<RunProtocol.RunEnded> RunAsync(
        RunPlan plan, IProgress<RunProtocol.RunProgress>? progress, CancellationToken cancellationToken) =>
        throw new NotImplementedException();

    /// <summary>Opens a conversation whose customer is whoever calls <see cref="ChatSession.SayAsync"/>.</summary>
    public ChatSession OpenChat(RunPlan plan) => throw new NotImplementedException();
}
