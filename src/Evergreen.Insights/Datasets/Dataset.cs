using System.Security.Cryptography;
using System.Text;
using Evergreen.Insights.Transcripts;

namespace Evergreen.Insights.Datasets;

/// <summary>Rows that releases are evaluated on; no two say the same.</summary>
/// <param name="Rows">The rows, in the order of their file.</param>
public sealed record Dataset(IReadOnlyList<DatasetRow> Rows)
{
    /// <summary>
    /// 12 lower-case hex digits over the rows' ids and the turns they ask for beyond their messages, whatever their order. Results
    /// are comparable when their datasets' versions are the same.
    /// </summary>
    public string Version => VersionOf(Rows.Select(r => r.MissingMessages == 0 ? r.Id : $"{r.Id} + {r.MissingMessages}"));

    internal static string VersionOf(IEnumerable<string> rows) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(
        string.Join('\n', rows.Order(StringComparer.Ordinal)))))[..12];

    /// <summary>Takes rows from conversations; of those that say the same, the first stays.</summary>
    /// <param name="run">The run's name.</param>
    /// <param name="conversations">The conversations, already filtered.</param>
    public static DatasetDraft From(string run, IEnumerable<ConversationRecord> conversations) => From(conversations.Select(c => (run, c)));

    /// <summary>The same from several runs.</summary>
    /// <param name="conversations">The run's name with each conversation.</param>
    public static DatasetDraft From(IEnumerable<(string Run, ConversationRecord Conversation)> conversations)
    {
        var rows = new Dictionary<string, DatasetRow>(StringComparer.Ordinal);
        var (duplicates, silent) = (0, 0);
        foreach (var row in conversations.Select(c => DatasetRow.From(c.Run, c.Conversation)))
        {
            if (row is null)
            {
                silent++;
            }
            else if (!rows.TryAdd(row.Id, row))
            {
                duplicates++;
            }
        }

        return new DatasetDraft(new Dataset([.. rows.Values]), duplicates, silent);
    }

    /// <summary>Parts the rows by chance, the same way for the same seed whatever their order.</summary>
    /// <param name="seed">The seed.</param>
    /// <param name="shares">Name and share of each part; the shares add up to 1.</param>
    /// <exception cref="ArgumentException">The shares are not positive or do not add up to 1.</exception>
    public IReadOnlyDictionary<string, Dataset> Split(long seed, params IReadOnlyList<(string Name, double Share)> shares)
    {
        if (shares.Any(s => s.Share <= 0) || Math.Abs(shares.Sum(s => s.Share) - 1) > 1e-9)
        {
            throw new ArgumentException($"shares must be positive and add up to 1, not {string.Join(" + ", shares.Select(s => s.Share))}");
        }

        var drawn = Rows.OrderBy(r => Draw(seed, r.Id), StringComparer.Ordinal).ToList();
        var parts = new Dictionary<string, Dataset>(StringComparer.Ordinal);
        var (taken, share) = (0, 0.0);
        foreach (var part in shares)
        {
            share += part.Share;
            var end = (int)Math.Round(share * drawn.Count, MidpointRounding.AwayFromZero);
            parts.Add(part.Name, new Dataset(drawn[taken..end]));
            taken = end;
        }

        return parts;
    }

    private static string Draw(long seed, string id) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{seed}/{id}")));
}

/// <summary>A dataset with what was left out of it.</summary>
/// <param name="Dataset">The dataset.</param>
/// <param name="Duplicates">Conversations that said what another had said.</param>
/// <param name="Silent">Conversations without a customer message.</param>
public sealed record DatasetDraft(Dataset Dataset, int Duplicates, int Silent);
