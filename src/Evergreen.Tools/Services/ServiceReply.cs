using Evergreen.Tools.Shop;

namespace Evergreen.Tools.Services;

/// <summary>What a service answers: a status and a JSON object, with its error code when it refuses.</summary>
internal sealed record ServiceReply(int Status, string Body, string? ErrorCode = null)
{
    public static ServiceReply Ok(object body) => new(200, ShopJson.Write(body));

    public static ServiceReply Refused(Refusal refusal) => Failed(refusal.Status, refusal.Code, refusal.Message);

    public static ServiceReply Failed(int status, string code, string message) =>
        new(status, ShopJson.Write(new { Error = message, Code = code }), code);
}

/// <summary>Numbers of what an action creates, derived from its idempotency key: the same call, the same number.</summary>
internal static class Reference
{
    private const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    /// <summary>The prefix and ten letters: 50 bits, so that even a million keys of one world almost surely differ.</summary>
    public static string For(string prefix, string idempotencyKey)
    {
        var bits = new Dice(0).With(prefix).With(idempotencyKey).NextUInt64();
        return string.Create(prefix.Length + 11, (prefix, bits), static (text, from) =>
        {
            from.prefix.CopyTo(text);
            text[from.prefix.Length] = '-';
            for (var i = 0; i < 10; i++)
            {
                text[from.prefix.Length + 1 + i] = Alphabet[(int)((from.bits >> (5 * i)) & 31)];
            }
        });
    }
}
