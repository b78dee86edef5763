using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Evergreen.Insights.Json;
using Evergreen.Insights.Scoring;

namespace Evergreen.Insights.Datasets;

/// <summary>A dataset on disk: one row a line. People write such files too, so reading is strict and explains itself.</summary>
public static class DatasetFile
{
    private static readonly DatasetJson Json = new(new JsonSerializerOptions(DatasetJson.Default.Options)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });

    /// <summary>Reads and checks a dataset.</summary>
    /// <param name="path">The file; messages call it so.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">A line is broken, a row says what another says, or there are no rows; one line a problem.</exception>
    public static Dataset Load(string path)
    {
        InputPath.RequireFile(path, "give a dataset, one JSON object a line");

        var problems = new FileProblems(path);
        var linesById = new Dictionary<string, int>(StringComparer.Ordinal);
        var rows = Utf8Lines.Read(path).Where(line => !line.IsBlank)
            .Select(line => Read(LocatedJson.Parse(line.Bytes.Span, path, line.Number), problems, linesById)).ToList();
        if (rows.Count == 0)
        {
            problems.Add(1, "no rows; write at least one");
        }

        problems.ThrowIfAny();
        return new Dataset(rows!);
    }

    /// <summary>Writes a dataset whole: a reader sees the old file or the new one.</summary>
    /// <param name="path">The file; its folder is made if need be.</param>
    /// <param name="dataset">What to write.</param>
    public static void Save(string path, Dataset dataset)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        WholeFile.Write(path, unfinished =>
        {
            using var writer = new StreamWriter(unfinished) { NewLine = "\n" };
            foreach (var row in dataset.Rows)
            {
                writer.WriteLine(ToJson(row));
            }
        });
    }

    /// <summary>A row as its line of the file.</summary>
    public static string ToJson(DatasetRow row) => JsonSerializer.Serialize(row, Json.DatasetRow);

    private static DatasetRow? Read(LocatedJson json, FileProblems problems, Dictionary<string, int> linesById)
    {
        var reader = new FieldReader(problems, json, "the row", "id", "input", "expected", "metadata", "source");
        var input = reader.Text("input", "the customer's messages, joined by a line ---");
        var expected = reader.HasObject("expected")
            ? Expected(reader)?.ToString()
            : reader.OptionalText("expected", "what a good answer comes to, or leave the field out");
        if (input is null)
        {
            return null;
        }

        var messages = DatasetRow.SplitMessages(input);
        if (messages.Any(string.IsNullOrEmpty))
        {
            reader.Problem("input", "field \"input\" has an empty message; write something before and after each line ---");
        }

        var id = DatasetRow.IdOf(input);
        if (!linesById.TryAdd(id, json.Line))
        {
            reader.Problem("input", $"field \"input\" says what line {linesById[id]} says already; keep one of them");
        }

        if (reader.OptionalText("id", $"{id}, or leave the field out") is { } given && given != id)
        {
            reader.Problem("id", $"field \"id\" is \"{given}\", which is another input's; write {id} or leave the field out");
        }

        var metadata = Metadata(reader, messages.Count);
        var source = Source(reader);
        return new DatasetRow { Id = id, Input = input, Expected = expected, Metadata = metadata, Source = source };
    }

    private static ExpectedShop? Expected(FieldReader row) =>
        row.OptionalObject("expected", "\"expected\"", "answer", "refunds", "returns", "tickets") is not { } shop ? null : new ExpectedShop
        {
            Answer = shop.OptionalText("answer", "what a good answer comes to, or leave the field out"),
            Refunds = !shop.Has("refunds") ? null : [.. (shop.OptionalList("refunds", "a list of refunds") ?? []).Select(item => Refund(shop, item)).OfType<ExpectedRefund>()],
            Returns = !shop.Has("returns") ? null : [.. (shop.OptionalList("returns", "a list of order numbers") ?? []).Select(item => Order(shop, item)).OfType<string>()],
            Tickets = shop.OptionalInteger("tickets", 0, 100),
        };

    private static ExpectedRefund? Refund(FieldReader shop, LocatedJson item)
    {
        var refund = shop.Item(item, "a refund", "order_id", "kind", "amount");
        var order = refund?.Text("order_id", "an order number, e.g. ORD-4006");
        var kind = refund?.Has("kind") == true ? refund.Choice("kind", ["full", "shipping", "promo"]) : null;
        var amount = refund?.OptionalNumber("amount", 0, 1_000_000);
        return order is null ? null : new ExpectedRefund(order, kind, (decimal?)amount);
    }

    private static string? Order(FieldReader shop, LocatedJson item)
    {
        if (item.Kind == JsonValueKind.String && !string.IsNullOrWhiteSpace(item.Text))
        {
            return item.Text;
        }

        shop.Problem(item, $"field \"returns\" holds {item.KindName}; give order numbers, e.g. \"ORD-4007\"");
        return null;
    }

    private static DatasetMetadata Metadata(FieldReader row, int messages)
    {
        var metadata = row.OptionalObject("metadata", "\"metadata\"", "num_customer_messages", "num_turns", "category", "scenario_id");
        var turns = metadata?.OptionalInteger("num_customer_messages", 1, 1000) ?? messages;
        if (turns < messages)
        {
            metadata!.Problem(
                "num_customer_messages", $"field \"num_customer_messages\" is {turns}, but the input has {messages} already; mend one");
        }

        return new DatasetMetadata(turns)
        {
            NumTurns = metadata?.OptionalInteger("num_turns", 1, 100_000),
            Category = metadata?.OptionalText("category", "a category, or leave the field out"),
            ScenarioId = metadata?.OptionalText("scenario_id", "a scenario's id, or leave the field out"),
        };
    }

    private static DatasetSource? Source(FieldReader row)
    {
        var source = row.OptionalObject("source", "\"source\"", "run", "conversation");
        var run = source?.Text("run", "the run's name");
        var conversation = source?.Text("conversation", "the conversation's id");
        return run is null || conversation is null ? null : new DatasetSource(run, conversation);
    }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(DatasetRow))]
internal sealed partial class DatasetJson : JsonSerializerContext;
