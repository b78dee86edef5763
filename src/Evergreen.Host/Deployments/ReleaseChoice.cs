using System.Globalization;
using Evergreen.Host.Configuration;
using Evergreen.Insights.Releases;

namespace Evergreen.Host.Deployments;

/// <summary>Which release is played, and why that one.</summary>
/// <param name="Release">The release.</param>
/// <param name="Source">How it is named: what was asked for, or what was deployed.</param>
/// <param name="Reason">Why this one.</param>
internal sealed record ReleaseChoice(Release Release, string Source, string Reason)
{
    /// <summary>The reason when the user named it.</summary>
    public const string AskedFor = "asked for";

    /// <summary>What is played before anything was deployed.</summary>
    public const string BeforeAnyDeployment = "v2";

    /// <summary>The content's version.</summary>
    public string Version => ReleaseContent.Of(Release).Version;

    /// <summary>What the user asked for; without that, what is deployed, as it was then.</summary>
    /// <param name="asked">A release's name or file; null to leave it to the deployments.</param>
    /// <param name="deployments">Their history.</param>
    /// <exception cref="FileNotFoundException">There is no such release.</exception>
    /// <exception cref="InvalidDataException">The release or the history is broken.</exception>
    public static ReleaseChoice Read(string? asked, string deployments)
    {
        if (asked is not null)
        {
            return new ReleaseChoice(Load(asked), asked, AskedFor);
        }

        if (DeploymentLog.Load(deployments).Current is not { } current)
        {
            return new ReleaseChoice(Load(BeforeAnyDeployment), BeforeAnyDeployment, "nothing is deployed");
        }

        var reason = string.Create(CultureInfo.InvariantCulture, $"deployed {current.At:yyyy-MM-dd HH:mm} UTC, number {current.Number} of {deployments}");
        return new ReleaseChoice(current.ToRelease(), current.Release, Drift(current) is { } drift ? $"{reason}; {drift}" : reason);
    }

    /// <summary>Reads a release by its name or from its file.</summary>
    public static Release Load(string nameOrPath) => ReleaseFile.Load(nameOrPath, ContentFiles.Find("releases"));

    /// <summary>What became of a deployed release's files since; null when they still say the same.</summary>
    public static string? Drift(Deployment deployment)
    {
        try
        {
            return ReleaseContent.Of(Load(deployment.Source)).Version == deployment.Version ? null
                : $"{deployment.Source} has been edited since, which changes nothing until it is deployed again";
        }
        catch (Exception e) when (e is IOException or InvalidDataException)
        {
            return $"{deployment.Source} cannot be read any more";
        }
    }
}
