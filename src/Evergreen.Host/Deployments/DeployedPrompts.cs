using System.Text.Json.Nodes;
using Evergreen.Host.Braintrust;
using Evergreen.Host.Commands;
using Evergreen.Host.Tracing;
using Evergreen.Insights.Releases;

namespace Evergreen.Host.Deployments;

/// <summary>The prompt at Braintrust, of which every deployment is a version.</summary>
internal static class DeployedPrompts
{
    private const string Slug = "support-agent";

    // Deploying must not hang on somebody else's service.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    /// <summary>Makes the version of a deployment. Neither a version nor a trouble: there is no key.</summary>
    public static async Task<(DeployedPrompt? Prompt, string? Trouble)> PutAsync(Deployment deployment, CommandContext context, CancellationToken stop)
    {
        if (BraintrustSettings.Read(context.Variable) is not { } settings)
        {
            return (null, null);
        }

        using var client = new BraintrustClient(settings, Patience, context.Clock);
        try
        {
            var (id, version) = await client.PutPromptAsync(Prompt(deployment), stop);
            return (new DeployedPrompt(id, version), null);
        }
        catch (Exception e) when (e is BraintrustException or ArgumentException)
        {
            return (null, e.Message);
        }
    }

    private static JsonObject Prompt(Deployment deployment) => new()
    {
        ["name"] = "Support agent",
        ["slug"] = Slug,
        ["description"] = $"Release {deployment.Release}, version {deployment.Version}",
        ["tags"] = new JsonArray(deployment.Release),
        ["prompt_data"] = new JsonObject
        {
            ["prompt"] = new JsonObject
            {
                ["type"] = "chat",
                ["messages"] = new JsonArray(new JsonObject { ["role"] = "system", ["content"] = deployment.Content.SystemPrompt }),
            },
            // Two braces in a prompt of ours are two braces.
            ["template_format"] = "none",
        },
    };
}
