using Evergreen.HttpBench;

// speed | provider-limit | delivery: what people run. stub | braintrust | one | delivered: the processes they start.
switch (args)
{
    case ["stub", var latency, var places, var perMinute]:
        await Stub.ServeAsync(TimeSpan.FromMilliseconds(Arguments.Number(latency)), Arguments.Number(places), Arguments.Number(perMinute));
        return 0;
    case ["one", var contestant, var url, var conversations, var concurrency]:
        await Contestant.RunAsync(contestant, new Uri(url), Arguments.Number(conversations), Arguments.Number(concurrency));
        return 0;
    case ["braintrust", var latency]:
        await BraintrustStub.ServeAsync(TimeSpan.FromMilliseconds(Arguments.Number(latency)));
        return 0;
    case ["delivered", var url, var braintrust, var conversations, var concurrency]:
        await DeliveryBench.PlayAsync(
            new Uri(url), braintrust == "none" ? null : new Uri(braintrust), Arguments.Number(conversations), Arguments.Number(concurrency));
        return 0;
    case ["delivery", .. var rest]:
        await DeliveryBench.RunAsync(Arguments.Number(rest.ElementAtOrDefault(0) ?? "1000"), Arguments.Number(rest.ElementAtOrDefault(1) ?? "1000"));
        return 0;
    case ["speed", .. var rest]:
        await SpeedBench.RunAsync(Arguments.Number(rest.ElementAtOrDefault(0) ?? "1000"), rest.Length > 1 ? rest[1..] : ["200", "1000"]);
        return 0;
    case ["provider-limit", .. var rest]:
        await ProviderLimitBench.RunAsync(Arguments.Number(rest.ElementAtOrDefault(0) ?? "300"));
        return 0;
    default:
        await Console.Error.WriteLineAsync("usage: speed [CONVERSATIONS [CONCURRENCY...]] | provider-limit [CONVERSATIONS] | delivery [CONVERSATIONS [CONCURRENCY]]");
        return 2;
}
