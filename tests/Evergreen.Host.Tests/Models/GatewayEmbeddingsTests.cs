using System.Text.Json.Nodes;
using Evergreen.Actors.Models;
using Evergreen.Host.Models;
using Evergreen.Testing;
using Evergreen.Testing.Models;

namespace Evergreen.Host.Tests.Models;

/// <summary>Embeddings over real HTTP, through the gateway that chat goes through.</summary>
public sealed class GatewayEmbeddingsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static ModelSettings Settings => new() { PriceFile = Path.Combine(Repository.Root, "prices.json") };

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Texts_come_back_as_vectors_in_their_order_and_are_booked()
    {
        await using var server = await ChatServer.StartAsync(Embed);
        using var models = Open(Settings, server.BaseUrl);

        var vectors = await models.Embeddings(EmbeddingChoice.Default).GenerateAsync(["a", "bbb"]);

        Assert.Equal([[1f, 0.5f], [3f, 0.5f]], vectors.Select(vector => vector.Vector.ToArray()));
        Assert.Equal((1, 4), (models.Account.Totals.Calls, models.Account.Totals.InputTokens));
        Assert.NotNull(models.Account.Totals.CostUsd);
    }

    [Fact]
    public async Task A_bad_moment_is_waited_out_like_that_of_any_model()
    {
        await using var server = await ChatServer.StartAsync(
            request => request.Number == 1 ? ChatServerReply.Error(429, "slow down", retryAfter: 0.05) : Embed(request));
        using var models = Open(Settings, server.BaseUrl);

        Assert.Single(await models.Embeddings(EmbeddingChoice.Default).GenerateAsync(["a"]));
        Assert.Equal(2, server.Received);
    }

    [Fact]
    public async Task A_server_without_embeddings_is_told_as_such()
    {
        await using var server = await ChatServer.StartAsync(_ => ChatServerReply.Error(404, "no such route"));
        using var models = Open(Settings, server.BaseUrl);

        var exception = await Assert.ThrowsAsync<ModelCallException>(() => models.Embeddings("none").GenerateAsync(["a"]));

        Assert.Contains("no such route", exception.Message);
        Assert.Equal(1, server.Received);
    }

    [Fact]
    public async Task What_was_recorded_is_replayed_to_the_bit_without_a_server()
    {
        var recorded = Settings with { RecordFile = _folder["record.jsonl"] };
        await using (var server = await ChatServer.StartAsync(Embed))
        {
            using var models = Open(recorded, server.BaseUrl);
            await models.Embeddings(EmbeddingChoice.Default).GenerateAsync(["a", "bbb"]);
        }

        using var replay = Open(Settings with { ReplayFile = recorded.RecordFile }, baseUrl: null);

        var vectors = await replay.Embeddings(EmbeddingChoice.Default).GenerateAsync(["a", "bbb"]);
        Assert.Equal([[1f, 0.5f], [3f, 0.5f]], vectors.Select(vector => vector.Vector.ToArray()));
    }

    [Theory]
    [InlineData(null, "rehearsal", null)]
    [InlineData("lexical", "gpt-4o-mini", null)]
    [InlineData(null, "gpt-4o-mini", "text-embedding-3-small")]
    [InlineData("nomic-embed-text", "gpt-4o-mini", "nomic-embed-text")]
    public void Embeddings_come_from_where_the_reviewing_model_is(string? asked, string reviewer, string? model) =>
        Assert.Equal(model, EmbeddingChoice.Choose(asked, new ModelChoice(reviewer, ModelSource.Endpoint, "")).Model);

    [Fact]
    public void An_embedding_model_that_nothing_leads_to_is_refused_with_the_mend() => Assert.Contains(
        "use --embedding-model lexical",
        Assert.Throws<ArgumentException>(() => EmbeddingChoice.Choose("x", new ModelChoice(ModelChoice.Rehearsal, ModelSource.Rehearsal, ""))).Message);

    private static ModelGateways Open(ModelSettings settings, Uri? baseUrl) =>
        ModelGateways.Open(settings, null, new OpenAIEndpoint(baseUrl, null), () => ScriptedModel.Always(""), TimeProvider.System);

    /// <summary>A text's length and a half; the last text first, since order is the index's.</summary>
    private static ChatServerReply Embed(ChatServerRequest request)
    {
        Assert.EndsWith("/embeddings", request.Path);
        var data = request.Json.GetProperty("input").EnumerateArray().Select((text, index) => (JsonNode)new JsonObject
        {
            ["index"] = index,
            ["embedding"] = new JsonArray(text.GetString()!.Length, 0.5),
        });
        return ChatServerReply.Json(new JsonObject
        {
            ["data"] = new JsonArray([.. data.Reverse()]),
            ["usage"] = new JsonObject { ["prompt_tokens"] = 4, ["total_tokens"] = 4 },
        });
    }
}
