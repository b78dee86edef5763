using System.Text.Json;

namespace Evergreen.Actors.Models.Accounting;

/// <summary>
/// Reads <c>{"models": {"name": {"input": 0.15, "cached_input": 0.075, "output": 0.60}}}</c> and can say where it went wrong.
/// </summary>
internal sealed class PriceFileReader(byte[] json, string name)
{
    private static readonly byte[] ByteOrderMark = [0xEF, 0xBB, 0xBF];

    private readonly int _skip = json.AsSpan().StartsWith(ByteOrderMark) ? ByteOrderMark.Length : 0;

    public Dictionary<string, ModelPrice> Read()
    {
        var reader = new Utf8JsonReader(
            json.AsSpan(_skip), new JsonReaderOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
        var prices = new Dictionary<string, ModelPrice>(StringComparer.Ordinal);
        var found = false;
        reader.Read();
        Expect(ref reader, JsonTokenType.StartObject, "the file must be an object with a field \"models\"");
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isModels = reader.ValueTextEquals("models");
            reader.Read();
            if (isModels)
            {
                found = true;
                ReadModels(ref reader, prices);
            }
            else
            {
                reader.Skip();
            }
        }

        return found
            ? prices
            : throw new InvalidDataException($"{name}: field \"models\" is missing; it holds a price by model name");
    }

    private void ReadModels(ref Utf8JsonReader reader, Dictionary<string, ModelPrice> prices)
    {
        Expect(ref reader, JsonTokenType.StartObject, "\"models\" must be an object with a price by model name");
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var model = reader.GetString()!;
            if (!prices.TryAdd(model, ReadPrice(ref reader, model)))
            {
                throw Wrong(ref reader, $"model \"{model}\" is listed twice; keep one");
            }
        }
    }

    private ModelPrice ReadPrice(ref Utf8JsonReader reader, string model)
    {
        decimal? input = null, cached = null, output = null;
        reader.Read();
        Expect(ref reader, JsonTokenType.StartObject, $"model \"{model}\" must be an object with \"input\" and \"output\"");
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            switch (reader.GetString())
            {
                case "input": input = ReadAmount(ref reader, model, "input"); break;
                case "cached_input": cached = ReadAmount(ref reader, model, "cached_input"); break;
                case "output": output = ReadAmount(ref reader, model, "output"); break;
                case var other:
                    throw Wrong(ref reader, $"model \"{model}\": field \"{other}\" is unknown; use input, cached_input, output");
            }
        }

        if (input is { } priceIn && output is { } priceOut)
        {
            return new ModelPrice(priceIn, priceOut) { CachedInput = cached ?? priceIn };
        }

        var missing = input is null ? "input" : "output";
        throw Wrong(ref reader, $"model \"{model}\": field \"{missing}\" is missing; give US dollars per million tokens");
    }

    private decimal ReadAmount(ref Utf8JsonReader reader, string model, string field)
    {
        reader.Read();
        return reader.TokenType == JsonTokenType.Number && reader.TryGetDecimal(out var amount) && amount >= 0
            ? amount
            : throw Wrong(
                ref reader, $"model \"{model}\": field \"{field}\" must be a number of US dollars per million tokens, 0 or more");
    }

    private void Expect(ref Utf8JsonReader reader, JsonTokenType token, string mend)
    {
        if (reader.TokenType != token)
        {
            throw Wrong(ref reader, mend);
        }
    }

    private InvalidDataException Wrong(ref Utf8JsonReader reader, string mend)
    {
        var line = 1 + json.AsSpan(0, _skip + (int)reader.TokenStartIndex).Count((byte)'\n');
        return new InvalidDataException($"{name}:{line}: {mend}");
    }
}
