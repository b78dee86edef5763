using Evergreen.SimulationBench;

// Usage: dotnet run --project bench/Evergreen.SimulationBench -c Release -- [conversations of the long run, default 50000]
var many = args.Length > 0 ? int.Parse(args[0], System.Globalization.CultureInfo.InvariantCulture) : 50_000;
await using var bench = await Bench.StartAsync();

Console.WriteLine("| what | conversations | seconds | conversations/s | CPU ms each | heap MB after |");
Console.WriteLine("|---|---|---|---|---|---|");
await Bench.MeasureAsync("warm-up", 2_000, bench.SimulateAsync);
var bare = await Bench.MeasureAsync("bare loop: models and tools, no actors, no trace", 5_000, bench.LoopAsync);
var ours = await Bench.MeasureAsync("simulation, traced to disk", 5_000, bench.SimulateAsync);
var few = await Bench.MeasureAsync("simulation, few", 1_000, bench.SimulateAsync);
var lots = await Bench.MeasureAsync("simulation, many", many, bench.SimulateAsync);
Console.WriteLine();
Console.WriteLine(FormattableString.Invariant($"CPU a conversation, simulation : bare loop = {ours.CpuMs / bare.CpuMs:F2}"));
Console.WriteLine(FormattableString.Invariant($"CPU a conversation, many : few = {lots.CpuMs / few.CpuMs:F2}"));
