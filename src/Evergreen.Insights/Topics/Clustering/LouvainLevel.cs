namespace Evergreen.Insights.Topics.Clustering;

/// <summary>One round of Louvain's method: the nodes of a graph, each first in a community of its own.</summary>
internal sealed class LouvainLevel
{
    private const double Negligible = 1e-12;

    private readonly Edge[][] _graph;
    private readonly double[] _degree;
    private readonly double[] _communityDegree;
    private readonly double[] _weightTo;
    private readonly List<int> _neighbors = [];
    private readonly double _total;

    public LouvainLevel(Edge[][] graph)
    {
        _graph = graph;
        _degree = Array.ConvertAll(graph, edges => edges.Sum(e => (double)e.Weight));
        _communityDegree = [.. _degree];
        _weightTo = new double[graph.Length];
        _total = _degree.Sum();
        Communities = [.. Enumerable.Range(0, graph.Length)];
    }

    /// <summary>The community of every node.</summary>
    public int[] Communities { get; }

    /// <summary>Moves nodes as long as that raises modularity.</summary>
    /// <returns>Whether any node moved.</returns>
    public bool MoveNodes(double resolution, Random dice)
    {
        var visits = Enumerable.Range(0, _graph.Length).ToArray();
        dice.Shuffle(visits);
        var movedAny = false;
        bool moved;
        do
        {
            moved = false;
            foreach (var node in visits)
            {
                moved |= Move(node, resolution);
            }

            movedAny |= moved;
        }
        while (moved);
        return movedAny;
    }

    /// <summary>The graph whose nodes are the communities; the weight inside one becomes a loop.</summary>
    /// <param name="communities">The community of every node, numbered from 0 without gaps.</param>
    public LouvainLevel Aggregate(int[] communities)
    {
        var sums = new SortedDictionary<int, float>[communities.Max() + 1];
        for (var community = 0; community < sums.Length; community++)
        {
            sums[community] = [];
        }

        for (var node = 0; node < _graph.Length; node++)
        {
            var row = sums[communities[node]];
            foreach (var (to, weight) in _graph[node])
            {
                row[communities[to]] = row.GetValueOrDefault(communities[to]) + weight;
            }
        }

        return new LouvainLevel(Array.ConvertAll(sums, row => row.Select(e => new Edge(e.Key, e.Value)).ToArray()));
    }

    private bool Move(int node, double resolution)
    {
        foreach (var (to, weight) in _graph[node])
        {
            if (to == node)
            {
                continue;
            }

            var community = Communities[to];
            if (_weightTo[community] == 0)
            {
                _neighbors.Add(community);
            }

            _weightTo[community] += weight;
        }

        var home = Communities[node];
        _communityDegree[home] -= _degree[node];
        var (best, bestGain) = (home, Gain(home));
        foreach (var community in _neighbors)
        {
            var gain = Gain(community);
            if (gain > bestGain + Negligible)
            {
                (best, bestGain) = (community, gain);
            }
        }

        foreach (var community in _neighbors)
        {
            _weightTo[community] = 0;
        }

        _neighbors.Clear();
        _communityDegree[best] += _degree[node];
        Communities[node] = best;
        return best != home;

        double Gain(int community) =>
            _weightTo[community] - (resolution * _degree[node] * _communityDegree[community] / _total);
    }
}
