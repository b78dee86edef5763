using System.Text.Encodings.Web;
using System.Text.Json;
using Evergreen.Insights.Json;

namespace Evergreen.Insights.Releases;

/// <summary>The history of deployments; the last line decides which release is the default.</summary>
public sealed class DeploymentLog
{
    private static readonly DeploymentJson Json = new(new JsonSerializerOptions(DeploymentJson.Default.Options)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });

    private readonly string _path;
    private readonly List<Deployment> _all;

    private DeploymentLog(string path, List<Deployment> all) => (_path, _all) = (path, all);

    /// <summary>Every deployment, the oldest first.</summary>
    public IReadOnlyList<Deployment> All => _all;

    /// <summary>The deployment in force; null when nothing was ever deployed.</summary>
    public Deployment? Current => _all.Count == 0 ? null : _all[^1];

    /// <summary>Whether there is a deployment before the one in force.</summary>
    public bool CanGoBack => Standing().Count > 1;

    /// <summary>Reads a history; one that does not exist is empty.</summary>
    /// <param name="path">E.g. <c>deployments.jsonl</c>.</param>
    /// <exception cref="InvalidDataException">Something in it is wrong: one line a problem, with file, line, field and the mend.</exception>
    /// <exception cref="ArgumentException">It is a folder.</exception>
    public static DeploymentLog Load(string path)
    {
        if (Directory.Exists(path))
        {
            throw new ArgumentException($"{path}: is a folder; give a file such as {Path.Combine(path, "deployments.jsonl")}");
        }

        return new DeploymentLog(path, new DeploymentFile(path).Read());
    }

    /// <summary>What a deployment of a release would be recorded as.</summary>
    /// <param name="release">The release, read from its files.</param>
    /// <param name="source">How the user named it.</param>
    /// <param name="at">When.</param>
    public Deployment Next(Release release, string source, DateTimeOffset at)
    {
        var content = ReleaseContent.Of(release);
        return new Deployment
        {
            Number = _all.Count + 1,
            At = at,
            Release = release.Name,
            Source = source,
            Replaces = Current?.Release,
            Version = content.Version,
            Content = content,
        };
    }

    /// <summary>What going back would be recorded as: the deployment before the one in force comes back as it was.</summary>
    /// <param name="at">When.</param>
    /// <exception cref="ArgumentException">There is none before.</exception>
    public Deployment NextRollback(DateTimeOffset at)
    {
        var standing = Standing();
        if (standing.Count < 2)
        {
            throw new ArgumentException(Current is null
                ? $"{_path}: nothing was ever deployed, so there is nothing to go back to; deploy a release first"
                : $"{_path}: nothing was deployed before {Current.Release}, so there is nothing to go back to; deploy the release you want");
        }

        var before = standing[^2];
        return before with { Number = _all.Count + 1, At = at, Restores = before.Number, Replaces = Current!.Release, Note = null, Braintrust = null };
    }

    /// <summary>Adds to the history, in one step: a reader sees it with the line or without.</summary>
    public void Add(Deployment deployment)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(_path))!);
        WholeFile.Write(_path, unfinished => File.WriteAllText(unfinished, string.Concat(_all.Append(deployment).Select(d => ToJson(d) + "\n"))));
        _all.Add(deployment);
    }

    /// <summary>A deployment as its line of the history.</summary>
    public static string ToJson(Deployment deployment) => JsonSerializer.Serialize(deployment, Json.Deployment);

    /// <summary>The deployments that were not taken back, the one in force last.</summary>
    private List<Deployment> Standing()
    {
        var standing = new List<Deployment>();
        foreach (var deployment in _all)
        {
            if (deployment.Restores is null)
            {
                standing.Add(deployment);
            }
            else
            {
                standing.RemoveAt(standing.Count - 1);
            }
        }

        return standing;
    }
}
