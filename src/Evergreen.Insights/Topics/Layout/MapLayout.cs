using Evergreen.Insights.Topics.Clustering;

namespace Evergreen.Insights.Topics.Layout;

/// <summary>
/// A 2-D map of a neighbour graph by Fruchterman and Reingold's method: texts push one another away, edges pull their ends
/// together, edges between topics more weakly. In a large map each round lets a changing part of the texts push for all.
/// </summary>
internal sealed class MapLayout
{
    private const int Rounds = 60;
    private const int MostPushers = 256;
    private const double PullBetweenTopics = 0.3;
    private const double Touching = 1e-6;
    private const double GoldenAngle = 2.39996322972865332;

    private readonly Edge[][] _graph;
    private readonly int[] _labels;
    private readonly double[] _x;
    private readonly double[] _y;
    private readonly double _ideal;

    private MapLayout(Edge[][] graph, int[] labels, Random dice)
    {
        (_graph, _labels) = (graph, labels);
        (_x, _y) = (new double[graph.Length], new double[graph.Length]);
        _ideal = 1 / Math.Sqrt(graph.Length);
        var topics = labels.Max() + 1;
        for (var text = 0; text < graph.Length; text++)
        {
            var angle = labels[text] < 0 ? dice.NextDouble() * Math.Tau : Math.Tau * labels[text] / topics;
            _x[text] = (0.5 * Math.Cos(angle)) + (0.1 * dice.NextDouble());
            _y[text] = (0.5 * Math.Sin(angle)) + (0.1 * dice.NextDouble());
        }
    }

    /// <summary>One point a text; the same for the same clusters and seed. Near duplicates lie close around one place.</summary>
    public static MapPoint[] Arrange(Clusters clusters, int seed)
    {
        var labels = new int[clusters.Graph.Length];
        for (var text = clusters.Labels.Length - 1; text >= 0; text--)
        {
            labels[clusters.GroupOf[text]] = clusters.Labels[text];
        }

        var dice = new Random(seed);
        var layout = new MapLayout(clusters.Graph, labels, dice);
        var order = Enumerable.Range(0, labels.Length).ToArray();
        dice.Shuffle(order);
        var pushers = Math.Min(MostPushers, order.Length);
        for (var round = 0; round < Rounds; round++)
        {
            var first = round * pushers;
            var pushing = Enumerable.Range(first, pushers).Select(i => order[i % order.Length]).ToArray();
            layout.Step(pushing, furthest: 0.1 * (Rounds - round) / Rounds);
        }

        return layout.Spread(clusters.GroupOf);
    }

    private void Step(int[] pushing, double furthest)
    {
        var moves = new (double X, double Y)[_x.Length];
        Parallel.For(0, moves.Length, text =>
        {
            var (dx, dy) = (0.0, 0.0);
            var push = _ideal * _ideal * _x.Length / pushing.Length;
            foreach (var other in pushing)
            {
                var (ax, ay) = (_x[text] - _x[other], _y[text] - _y[other]);
                var strength = push / Math.Max(Touching, (ax * ax) + (ay * ay));
                (dx, dy) = (dx + (ax * strength), dy + (ay * strength));
            }

            foreach (var (to, weight) in _graph[text])
            {
                var (ax, ay) = (_x[text] - _x[to], _y[text] - _y[to]);
                var pull = weight * (_labels[text] == _labels[to] ? 1 : PullBetweenTopics) * Math.Sqrt((ax * ax) + (ay * ay)) / _ideal;
                (dx, dy) = (dx - (ax * pull), dy - (ay * pull));
            }

            var length = Math.Sqrt((dx * dx) + (dy * dy));
            var scale = length > furthest ? furthest / length : 1;
            moves[text] = (dx * scale, dy * scale);
        });

        for (var text = 0; text < moves.Length; text++)
        {
            _x[text] += moves[text].X;
            _y[text] += moves[text].Y;
        }
    }

    private MapPoint[] Spread(int[] groupOf)
    {
        var members = new int[_x.Length];
        var (x, y) = (new double[groupOf.Length], new double[groupOf.Length]);
        for (var text = 0; text < groupOf.Length; text++)
        {
            var group = groupOf[text];
            var place = members[group]++;
            var (angle, radius) = (place * GoldenAngle, 0.1 * _ideal * Math.Sqrt(place));
            (x[text], y[text]) = (_x[group] + (radius * Math.Cos(angle)), _y[group] + (radius * Math.Sin(angle)));
        }

        var (left, right, bottom, top) = (x.Min(), x.Max(), y.Min(), y.Max());
        var half = Math.Max(Math.Max(right - left, top - bottom) / 2, Touching);
        return [.. x.Zip(y, (across, up) => new MapPoint(
            Math.Round((across - ((left + right) / 2)) / half, 4),
            Math.Round((up - ((bottom + top) / 2)) / half, 4)))];
    }
}
