namespace Evergreen.Insights.Topics;

/// <summary>Texts sorted into topics.</summary>
public sealed record TopicMap
{
    /// <summary>The topics, largest first; empty when there were too few texts, or too little in common among them.</summary>
    public required IReadOnlyList<Topic> Topics { get; init; }

    /// <summary>One for every text, in ordinal order of their ids.</summary>
    public required IReadOnlyList<TopicAssignment> Assignments { get; init; }

    /// <summary>What sorts further texts the same way; null when nothing was sorted.</summary>
    public TopicModel? Model { get; init; }

    /// <summary>What a reader must know before trusting the map, e.g. that there were too few texts; empty when nothing.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];
}

/// <summary>A topic of a map.</summary>
/// <param name="Id">E.g. <c>t3</c>. The identity: it stays when the map is made again, whatever the name.</param>
/// <param name="Name">What it is about.</param>
/// <param name="Terms">Its most distinctive terms, best first; at most 5.</param>
/// <param name="Size">How many texts it has.</param>
/// <param name="ExampleId">The text nearest its centre.</param>
/// <param name="Example">That text.</param>
public sealed record Topic(string Id, string Name, IReadOnlyList<string> Terms, int Size, string ExampleId, string Example)
{
    /// <summary>The id of what fits nowhere. It is no topic and never among the topics.</summary>
    public const string Other = "other";
}

/// <summary>Where a text belongs.</summary>
/// <param name="Id">The text's id.</param>
/// <param name="Topic">A topic's id, or <see cref="Topic.Other"/>.</param>
/// <param name="Similarity">The cosine with the nearest topic's centre, 0 to 1; the distance is 1 less this.</param>
public sealed record TopicAssignment(string Id, string Topic, double Similarity)
{
    /// <summary>Its place on the 2-D map; null when it was classified and took no part in making the map.</summary>
    public MapPoint? Point { get; init; }
}

/// <summary>A place on the map. Near points are alike; the axes have no meaning. The whole map spans -1 to 1.</summary>
/// <param name="X">From left to right.</param>
/// <param name="Y">From bottom to top.</param>
public readonly record struct MapPoint(double X, double Y);
