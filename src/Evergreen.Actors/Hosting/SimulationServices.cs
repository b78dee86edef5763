using Evergreen.Actors.Models;
using Evergreen.Actors.Tracing;
using Evergreen.Tools.Catalog;
using Microsoft.Extensions.AI;

namespace Evergreen.Actors.Hosting;

/// <summary>What a simulation works with. Nothing here travels in a message.</summary>
/// <param name="AgentModel">Answers as the agent.</param>
/// <param name="CustomerModel">Writes the customers' generated follow-ups.</param>
/// <param name="Toolbox">The shop's tools.</param>
/// <param name="Sink">Where spans and conversations are kept.</param>
/// <param name="Clock">Wall clock and stopwatch.</param>
public sealed record SimulationServices(
    IChatClient AgentModel,
    IChatClient CustomerModel,
    IToolbox Toolbox,
    ITraceSink Sink,
    TimeProvider Clock)
{
    /// <summary>Says when no further conversation should begin; what is under way is finished. Default: nothing does.</summary>
    public AdmissionStop Admission { get; init; } = new();
}
