using Dapper;
using Evergreen.Insights.Releases;
using Evergreen.Insights.Scenarios;
using Evergreen.Insights.Transcripts;
using Evergreen.Testing;
using Evergreen.Tools.Catalog;
using Evergreen.Tools.Shop;
using Evergreen.Tools.Storage;
using Evergreen.Tools.Tests.Storage;
using Microsoft.Extensions.AI;
using Npgsql;

namespace Evergreen.Host.Tests.Runs;

/// <summary>Whole conversations in a real PostgreSQL: one that goes away in the middle, and one with fewer connections than guests.</summary>
[Collection(PostgresCollection.Name)]
public sealed class PostgresRunTests(PostgresServer server)
{
    private static readonly string[] Actions = ["returns", "refund_requests", "support_tickets"];

    private static readonly Scenario Story = new(
        "hoodie", "returns", "The hoodie of ORD-4001 is too small, please take it back and refund me.", [], "sarah.chen@example.com");

    [SkippableFact]
    public async Task A_server_that_is_restarted_in_mid_run_is_retried_and_no_row_is_lost_or_doubled()
    {
        const int Conversations = 100;
        await using var shop = await OpenAsync(server.ConnectionString());
        Skip.IfNot(server.IsPrivate, "a given server is not ours to stop");
        var model = new Agent(TimeSpan.FromMilliseconds(40));
        var watched = new WatchedShop(shop);
        await using var simulation = await LiveSimulation.StartAsync(model.Client, watched);
        // Every conversation under way has tools yet to call then, and so meets the outage before the server is started again.
        const int MidRun = 60;
        var goOn = model.HoldAfter(MidRun);

        var playing = simulation.PlayAsync(Story, Conversations, concurrency: 25, new RetrySettings(MaxRetries: 5, FirstDelaySeconds: 0.5));
        await model.Called(MidRun).WaitAsync(TimeSpan.FromMinutes(1));
        server.Crash();
        goOn();
        await watched.WasAway.WaitAsync(TimeSpan.FromMinutes(1));
        server.Start();
        var ended = await playing;

        Assert.Equal(RunStatus.Completed, ended.Status);
        Assert.Empty(simulation.Sink.Conversations.Select(conversation => conversation.EndingReason).OfType<string>().Distinct());
        Assert.Equal(new Dictionary<string, int> { [nameof(Ending.Escalated)] = Conversations }, ended.Totals.ByEnding);
        Assert.InRange(ended.Totals.TransientFailures, 1, long.MaxValue);
        Assert.Contains(
            simulation.Sink.Conversations.SelectMany(conversation => conversation.ToolCalls).SelectMany(call => call.TransientFailures),
            failure => failure.ErrorCode == "STORE_UNAVAILABLE");
        Assert.Equal((Conversations, Conversations, Conversations), (ended.Totals.Returns, ended.Totals.Refunds, ended.Totals.Tickets));
        Assert.Equal([Conversations, Conversations, Conversations], await RowsAsync());
    }

    [SkippableFact]
    public async Task Five_hundred_conversations_share_ten_connections_and_none_goes_without()
    {
        const int Conversations = 500;
        await using var shop = await OpenAsync(server.ConnectionString() + ";Maximum Pool Size=10");
        var model = new Agent(TimeSpan.FromMilliseconds(5));
        await using var simulation = await LiveSimulation.StartAsync(model.Client, shop);

        var playing = simulation.PlayAsync(Story, Conversations, concurrency: Conversations, new RetrySettings(MaxRetries: 0));
        await model.Called(1000).WaitAsync(TimeSpan.FromMinutes(1));
        var connections = await AskAsync<int>("SELECT COUNT(*) FROM pg_stat_activity WHERE application_name = 'evergreen'");
        var ended = await playing;

        Assert.InRange(connections, 2, 10);
        Assert.Equal(Conversations, ended.Timing.PeakInFlight);
        Assert.Equal(new Dictionary<string, int> { [nameof(Ending.Escalated)] = Conversations }, ended.Totals.ByEnding);
        Assert.Equal((Conversations * 4, 0L), (ended.Totals.ToolCalls, ended.Totals.TransientFailures));
        Assert.Equal([Conversations, Conversations, Conversations], await RowsAsync());
    }

    private static async Task<SimulatedShop> OpenAsync(string connection)
    {
        await PostgresDatabase.ResetAsync(connection, CancellationToken.None);
        return await SimulatedShop.OpenPostgresAsync(
            connection,
            new ShopOptions { WorldClock = new DateTimeOffset(2026, 3, 15, 12, 0, 0, TimeSpan.Zero), RefundableStatuses = ["delivered", "return_in_progress"] },
            TimeProvider.System,
            CancellationToken.None);
    }

    private async Task<List<int>> RowsAsync()
    {
        var rows = new List<int>();
        foreach (var table in Actions)
        {
            rows.Add(await AskAsync<int>($"SELECT COUNT(*) FROM evergreen.{table} WHERE conversation_id IS NOT NULL"));
        }

        return rows;
    }

    private async Task<T?> AskAsync<T>(string sql)
    {
        await using var connection = new NpgsqlConnection(server.ConnectionString() + ";Pooling=false");
        return await connection.ExecuteScalarAsync<T>(sql);
    }

    /// <summary>The shop, telling when it first could not reach its database.</summary>
    private sealed class WatchedShop(IToolbox shop) : IToolbox
    {
        private readonly TaskCompletionSource _away = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task WasAway => _away.Task;

        public IReadOnlyList<ToolDefinition> Tools => shop.Tools;

        public async Task<ToolResponse> AttemptAsync(ToolCall call, int attempt, CancellationToken cancellationToken)
        {
            var response = await shop.AttemptAsync(call, attempt, cancellationToken);
            if (response.ErrorCode == "STORE_UNAVAILABLE")
            {
                _away.TrySetResult();
            }

            return response;
        }

        public Task<IReadOnlyList<ShopChange>> ChangesAsync(string world, string conversationId, CancellationToken cancellationToken) =>
            shop.ChangesAsync(world, conversationId, cancellationToken);
    }

    /// <summary>Looks the order up, takes it back, refunds it, opens a ticket, and says so; each answer after a while.</summary>
    private sealed class Agent
    {
        private static readonly (string Tool, Dictionary<string, object?> Arguments)[] Steps =
        [
            ("lookup_order", new() { ["order_id"] = "ORD-4001" }),
            ("initiate_return", new() { ["order_id"] = "ORD-4001", ["customer_id"] = "C-2001", ["reason"] = "too small" }),
            ("process_refund", new() { ["order_id"] = "ORD-4001", ["customer_id"] = "C-2001" }),
            ("escalate_to_human", new() { ["subject"] = "hoodie", ["description"] = "too small" }),
        ];

        private readonly List<(int Number, TaskCompletionSource Reached)> _watched = [];
        private readonly Lock _lock = new();
        private int _calls;

        private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _holdAfter = int.MaxValue;

        public Agent(TimeSpan latency) => Client = new LateModel(ScriptedModel.Always(Answer), latency, Gate);

        public IChatClient Client { get; }

        /// <summary>Done when the model has been asked so many times.</summary>
        public Task Called(int times)
        {
            lock (_lock)
            {
                var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                _watched.Add((times, reached));
                return _calls >= times ? Task.CompletedTask : reached.Task;
            }
        }

        /// <summary>Keeps whoever asks after so many calls waiting, lest a run be over before the test gets to act; the result lets them go on.</summary>
        public Action HoldAfter(int times)
        {
            _holdAfter = times;
            return _released.SetResult;
        }

        private Task Gate()
        {
            lock (_lock)
            {
                return _calls >= _holdAfter ? _released.Task : Task.CompletedTask;
            }
        }

        private ChatResponse Answer(ModelCall call)
        {
            lock (_lock)
            {
                _calls++;
                _watched.Where(each => each.Number <= _calls).ToList().ForEach(each => each.Reached.TrySetResult());
            }

            var done = call.Messages.Count(message => message.Role == ChatRole.Tool);
            return done < Steps.Length
                ? ScriptedModel.Asking(($"call_{done}", Steps[done].Tool, Steps[done].Arguments))
                : ScriptedModel.Text("It is taken back and refunded.");
        }
    }

    private sealed class LateModel(IChatClient model, TimeSpan latency, Func<Task> gate) : DelegatingChatClient(model)
    {
        public override async Task<ChatResponse> GetResponseAsync(
            IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
        {
            await Task.Delay(latency, TimeProvider.System, cancellationToken);
            await gate().WaitAsync(cancellationToken);
            return await base.GetResponseAsync(messages, options, cancellationToken);
        }
    }
}
