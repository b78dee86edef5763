using System.Text.Json;
using System.Text.RegularExpressions;
using Evergreen.Insights.Json;

namespace Evergreen.Actors.Models.Accounting;

/// <summary>What a model costs, in US dollars per million tokens.</summary>
/// <param name="Input">Prompt tokens.</param>
/// <param name="Output">Completion tokens.</param>
public sealed record ModelPrice(decimal Input, decimal Output)
{
    private const decimal Million = 1_000_000;

    /// <summary>Prompt tokens the provider had in its own cache. Default: as any prompt token.</summary>
    public decimal CachedInput { get; init; } = Input;

    /// <summary>The price of one answer.</summary>
    /// <param name="input">Prompt tokens, those from the provider's cache included.</param>
    /// <param name="cachedInput">Prompt tokens from the provider's cache.</param>
    /// <param name="output">Completion tokens.</param>
    public decimal Of(long input, long cachedInput, long output) =>
        (((input - cachedInput) * Input) + (cachedInput * CachedInput) + (output * Output)) / Million;
}

/// <summary>The prices a user keeps in a file. A model that is not in it has no known price, which is not a price of 0.</summary>
/// <param name="prices">Prices by model name.</param>
public sealed partial class PriceTable(IReadOnlyDictionary<string, ModelPrice> prices)
{
    /// <summary>No price is known.</summary>
    public static PriceTable Empty { get; } = new(new Dictionary<string, ModelPrice>());

    /// <summary>
    /// The price of <paramref name="model"/>, or null. A dated version (<c>-2024-07-18</c>) has the price of the name without its
    /// date, and a name behind a maker's prefix (<c>openai/</c>) that of the bare name, unless they are listed themselves.
    /// </summary>
    public ModelPrice? Of(string model)
    {
        var undated = DateSuffix().Replace(model, "");
        return prices.GetValueOrDefault(model)
            ?? prices.GetValueOrDefault(undated)
            ?? prices.GetValueOrDefault(undated[(undated.LastIndexOf('/') + 1)..]);
    }

    /// <summary>Reads a price file.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">It does not hold prices; the message names line, field and the mend.</exception>
    public static PriceTable Load(string path)
    {
        InputPath.RequireFile(path, "give a file of prices, or leave the option out to use prices.json as it came with the program");
        return Parse(File.ReadAllBytes(path), path);
    }

    /// <summary>Reads the text of a price file.</summary>
    /// <param name="json">UTF-8.</param>
    /// <param name="name">What error messages call the file.</param>
    /// <exception cref="InvalidDataException">As for <see cref="Load"/>.</exception>
    public static PriceTable Parse(byte[] json, string name)
    {
        try
        {
            return new PriceTable(new PriceFileReader(json, name).Read());
        }
        catch (JsonException exception)
        {
            throw new InvalidDataException($"{name}:{exception.LineNumber + 1}: not valid JSON: {exception.Message}", exception);
        }
    }

    [GeneratedRegex(@"-\d{4}-\d{2}-\d{2}$")]
    private static partial Regex DateSuffix();
}
