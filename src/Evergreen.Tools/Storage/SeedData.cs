using System.Data.Common;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Dapper;
using Evergreen.Tools.Services;
using Evergreen.Tools.Shop;

namespace Evergreen.Tools.Storage;

/// <summary>
/// The rows every world starts from (seed.json), with dates such as <c>-5d</c> or <c>-7d23h56m</c> counted from the world clock.
/// They live in a world of their own, named by clock and content, so that runs of different clocks share a database.
/// </summary>
internal sealed partial class SeedData
{
    private const string WorldPrefix = "seed/";
    private readonly string _text = Resource.Text("seed.json");
    private readonly DateTimeOffset _clock;

    public SeedData(DateTimeOffset worldClock)
    {
        _clock = worldClock;
        var content = new Dice(0).With(_text).NextUInt64();
        World = $"{WorldPrefix}{ShopJson.Instant(worldClock)}/{content & 0xFFFFFFFF:x8}";
    }

    /// <summary>The world the rows are stored under.</summary>
    public string World { get; }

    public static bool IsReserved(string world) => world.StartsWith(WorldPrefix, StringComparison.Ordinal);

    public async Task InsertMissingAsync(DbConnection connection, DbTransaction transaction, SqlDialect dialect)
    {
        var there = await connection.ExecuteScalarAsync<long>(
            "SELECT COUNT(*) FROM products WHERE world = @World", new { World }, transaction);
        if (there > 0)
        {
            return;
        }

        foreach (var (table, rows) in JsonNode.Parse(_text)!.AsObject())
        {
            foreach (var row in rows!.AsArray())
            {
                await InsertAsync(connection, transaction, dialect, table, row!.AsObject());
            }
        }
    }

    private async Task InsertAsync(
        DbConnection connection, DbTransaction transaction, SqlDialect dialect, string table, JsonObject row)
    {
        var values = new DynamicParameters(new { World });
        var columns = new List<string> { "world" };
        var expressions = new List<string> { "@World" };
        foreach (var (column, node) in row)
        {
            var value = Value(node!);
            values.Add(column, value);
            columns.Add(column);
            expressions.Add(node is JsonObject or JsonArray ? dialect.AsJson("@" + column) : "@" + column);
        }

        await connection.ExecuteAsync(
            $"INSERT INTO {table} ({string.Join(", ", columns)}) VALUES ({string.Join(", ", expressions)})", values, transaction);
    }

    private object Value(JsonNode node) => node.GetValueKind() switch
    {
        JsonValueKind.String => Date(node.GetValue<string>()) is { } date ? date : node.GetValue<string>(),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.Number => node.ToJsonString().Contains('.', StringComparison.Ordinal) ? node.GetValue<decimal>() : node.GetValue<long>(),
        _ => ShopJson.Write(WithDates(node)),
    };

    private JsonNode WithDates(JsonNode node) => node switch
    {
        JsonObject fields => new JsonObject(fields.Select(field => KeyValuePair.Create(field.Key, (JsonNode?)WithDates(field.Value!)))),
        JsonArray items => new JsonArray([.. items.Select(item => WithDates(item!))]),
        _ when node.GetValueKind() == JsonValueKind.String && Date(node.GetValue<string>()) is { } date => ShopJson.Instant(date),
        _ => node.DeepClone(),
    };

    private DateTimeOffset? Date(string text)
    {
        var match = Relative().Match(text);
        if (!match.Success)
        {
            return null;
        }

        int Part(int group) => match.Groups[group].Success ? int.Parse(match.Groups[group].ValueSpan, CultureInfo.InvariantCulture) : 0;
        var span = new TimeSpan(Part(2), Part(3), Part(4), 0);
        return text[0] == '-' ? _clock - span : _clock + span;
    }

    [GeneratedRegex(@"^([+-])(\d+)d(?:(\d+)h)?(?:(\d+)m)?$")]
    private static partial Regex Relative();
}
