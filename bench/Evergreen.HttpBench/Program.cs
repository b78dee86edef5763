using Evergreen.HttpBench;

// speed | provider-limit: what people run. stub | one: the processes they start.
switch (args)
{
    case ["stub", var latency, var places, var perMinute]:
        await Stub.ServeAsync(TimeSpan.FromMilliseconds(Arguments.Number(latency)), Arguments.Number(places), Arguments.Number(perMinute));
        return 0;
    case ["one", var contestant, var url, var conversations, var concurrency]:
        await Contestant.RunAsync(contestant, new Uri(url), Arguments.Number(conversations), Arguments.Number(concurrency));
        return 0;
    case ["speed", .. var rest]:
        await SpeedBench.RunAsync(Arguments.Number(rest.ElementAtOrDefault(0) ?? "1000"), rest.Length > 1 ? rest[1..] : ["200", "1000"]);
        return 0;
    case ["provider-limit", .. var rest]:
        await ProviderLimitBench.RunAsync(Arguments.Number(rest.ElementAtOrDefault(0) ?? "300"));
        return 0;
    default:
        await Console.Error.WriteLineAsync("usage: speed [CONVERSATIONS [CONCURRENCY...]] | provider-limit [CONVERSATIONS]");
        return 2;
}
