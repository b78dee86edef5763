using Evergreen.Rehearsal;
using Microsoft.Extensions.AI;

namespace Evergreen.Host.Configuration;

/// <summary>The models a simulation talks to.</summary>
/// <param name="Agent">Answers as the agent.</param>
/// <param name="Customer">Writes the customers' follow-ups.</param>
internal sealed record ModelClients(IChatClient Agent, IChatClient Customer)
{
    public static ModelClients For(SimulationSetup setup, TimeProvider clock)
    {
        var rehearsal = new RehearsalChatClient(new RehearsalOptions
        {
            Latency = setup.Latency,
            TimeProvider = clock,
        });
        return new ModelClients(rehearsal, rehearsal);
    }
}
