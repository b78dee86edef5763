using System.Diagnostics;
using Evergreen.Insights.Topics;
using Evergreen.TopicBench;

if (args.Length != 1 || !Directory.Exists(args[0]))
{
    Console.Error.WriteLine("usage: Evergreen.TopicBench FOLDER    a folder of labelled sets, *.jsonl with text and label a line");
    return 2;
}

var sets = Directory.GetFiles(args[0], "*.jsonl").Order(StringComparer.Ordinal).Select(LabelledSet.Read).ToArray();
var all = sets.SelectMany(s => s.Texts).Select((t, i) => t with { Id = $"{i:D6}" }).ToArray();
var mapper = new TopicMapper(new TopicOptions());
var first400 = await SecondsAsync(400);

var scores = new List<SetScore>();
foreach (var set in sets)
{
    scores.Add(await SetScore.MeasureAsync(set, mapper));
}

Console.WriteLine("| sets | n | ARI | ARI p10 | ARI with noise rows | NMI | k error | k bias | label word in top 3 | same when shuffled |");
Console.WriteLine("|---|---|---|---|---|---|---|---|---|---|");
foreach (var group in scores.GroupBy(s => s.Set.Split('_')[0]).Concat(scores.GroupBy(Variant)))
{
    Row(group.Key, [.. group]);
}

Row("**all**", scores);
Console.WriteLine();
Console.WriteLine("| texts | seconds |");
Console.WriteLine("|---|---|");
Console.WriteLine($"| 400, first in the process | {first400:F2} |");
foreach (var count in (int[])[400, 3000, 10_000])
{
    Console.WriteLine($"| {count} | {await SecondsAsync(count):F2} |");
}

return 0;

static string Variant(SetScore score) => score.Set.Split('_')[^1] switch { "noise" => "10 % noise", "tiny" => "tiny", _ => "clean" };

static void Row(string name, IReadOnlyList<SetScore> scores) => Console.WriteLine(
    $"| {name} | {scores.Count} | {scores.Average(s => s.Ari):F3} | {scores.Select(s => s.Ari).Order().ElementAt(scores.Count / 10):F2} "
    + $"| {scores.Average(s => s.AriWithNoise):F3} | {scores.Average(s => s.Nmi):F3} | {scores.Average(s => Math.Abs(s.TopicError)):F2} "
    + $"| {scores.Average(s => s.TopicError):F2} | {(double)scores.Sum(s => s.Named) / scores.Sum(s => s.Topics):P1} "
    + $"| {(scores.All(s => s.SameWhenShuffled) ? "yes" : "NO")} |");

async Task<double> SecondsAsync(int count)
{
    // Texts stand in many sets; from every set in turn, so that any number of them is a mixture.
    var texts = all.DistinctBy(t => t.Text).OrderBy(t => (t.Text.Length * 7919) % 10_007).Take(count).ToArray();
    var clock = Stopwatch.StartNew();
    await mapper.MapAsync(texts);
    return clock.Elapsed.TotalSeconds;
}
