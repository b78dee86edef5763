using System.Collections.Frozen;
using System.Text.Json;
using System.Text.Json.Nodes;
using Akka.Actor;
using Evergreen.Actors.Hosting;
using Evergreen.Actors.Tooling;
using Evergreen.Actors.Tracing;
using Evergreen.Insights.Transcripts;
using Evergreen.Tools.Catalog;
using Microsoft.Extensions.AI;

namespace Evergreen.Actors.Runs;

/// <summary>What all conversations of a run share, worked out once.</summary>
internal sealed class RunContext
{
    /// <summary>More than most conversations make.</summary>
    private const int CallsForeseen = 8;

    private readonly FrozenDictionary<string, ToolKind> _tools;

    public RunContext(RunPlan plan, SimulationServices services, IActorRef trace)
    {
        Plan = plan;
        Services = services;
        Trace = trace;
        RetryPolicy = new ToolRetryPolicy(plan.Release.Retry);
        ToolDeclarations = services.Toolbox.Tools
            .Select(AITool (tool) => AIFunctionFactory.CreateDeclaration(tool.Name, tool.Description, tool.Parameters))
            .ToList();
        SystemMessage = new Message("system", plan.Release.SystemPrompt);
        SystemMessageJson = MessageJson.Of(SystemMessage);
        ModelMetadata = DescribeModel(plan, services.Toolbox.Tools);
        _tools = services.Toolbox.Tools.ToFrozenDictionary(tool => tool.Name, tool => tool.Kind);
    }

    public RunPlan Plan { get; }

    public SimulationServices Services { get; }

    public IActorRef Trace { get; }

    public ToolRetryPolicy RetryPolicy { get; }

    public IList<AITool> ToolDeclarations { get; }

    /// <summary>The first message of every history.</summary>
    public Message SystemMessage { get; }

    public RawJson SystemMessageJson { get; }

    /// <summary>The metadata of every model span: a JSON object.</summary>
    public RawJson ModelMetadata { get; }

    public bool IsAction(string toolName) => _tools.TryGetValue(toolName, out var kind) && kind == ToolKind.Action;

    /// <summary>The name of a tool that is there; what a model makes up must not multiply what is measured.</summary>
    public string KnownTool(string toolName) => _tools.ContainsKey(toolName) ? toolName : "_OTHER";

    /// <summary>The backoffs the fault plan has in store for a conversation's first calls, whichever of them reach a service.</summary>
    public TimeSpan ForeseenBackoff(string conversationId)
    {
        var backoff = TimeSpan.Zero;
        for (var call = 1; call <= CallsForeseen; call++)
        {
            var failures = Services.Toolbox.ForeseenFailures(conversationId, call);
            for (var attempt = 1; attempt <= failures && RetryPolicy.DelayAfter(attempt, draw: 0.5) is { } delay; attempt++)
            {
                backoff += delay;
            }
        }

        return backoff;
    }

    private static RawJson DescribeModel(RunPlan plan, IReadOnlyList<ToolDefinition> tools) => new(new JsonObject
    {
        ["model"] = plan.Model,
        ["provider"] = plan.Model == "rehearsal" ? "rehearsal" : "openai",
        ["temperature"] = plan.Temperature,
        ["tools"] = new JsonArray(tools.Select(JsonNode (tool) => new JsonObject
        {
            ["type"] = "function",
            ["function"] = new JsonObject
            {
                ["name"] = tool.Name,
                ["description"] = tool.Description,
                ["parameters"] = JsonSerializer.SerializeToNode(tool.Parameters),
            },
        }).ToArray()),
    }.ToJsonString());
}
