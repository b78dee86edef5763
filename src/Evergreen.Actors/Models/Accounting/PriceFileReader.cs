using Evergreen.Insights.Json;

namespace Evergreen.Actors.Models.Accounting;

/// <summary>
/// Reads <c>{"models": {"name": {"input": 0.15, "cached_input": 0.075, "output": 0.60}}}</c>, comments allowed, and says where it
/// went wrong.
/// </summary>
/// <param name="json">UTF-8.</param>
/// <param name="name">What messages call the file.</param>
internal sealed class PriceFileReader(byte[] json, string name)
{
    private const double Most = 1e6;

    public Dictionary<string, ModelPrice> Read()
    {
        var problems = new FileProblems(name);
        var located = LocatedJson.Parse(json, name, isLenient: true);
        var file = new FieldReader(problems, located, "the file", Names(located).Append("models").Distinct().ToList());
        string[] listed = [.. Names(located.Fields.LastOrDefault(field => field.Name == "models").Value).Distinct(StringComparer.Ordinal)];
        var models = file.Object("models", "\"models\"", listed.Length > 0 ? listed : ["a price by model name"]);
        var prices = listed.ToDictionary(model => model, model => Price(models, model), StringComparer.Ordinal);
        problems.ThrowIfAny();
        return prices!;
    }

    // Fields that are not asked for are remarks, and models are called as they are.
    private static IEnumerable<string> Names(LocatedJson? json) => json?.Fields.Select(field => field.Name) ?? [];

    private static ModelPrice? Price(FieldReader? models, string model)
    {
        var price = models?.Object(model, $"model \"{model}\" (US dollars per million tokens)", "input", "cached_input", "output");
        var (input, output) = (price?.Number("input", 0, Most), price?.Number("output", 0, Most));
        var cached = price?.OptionalNumber("cached_input", 0, Most);
        return input is null || output is null
            ? null
            : new ModelPrice((decimal)input, (decimal)output) { CachedInput = (decimal)(cached ?? input) };
    }
}
