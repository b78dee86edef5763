using System.Collections.Concurrent;
using System.Text.Json;
using Evergreen.Tools.Catalog;

namespace Evergreen.Testing;

/// <summary>A toolbox whose tools do as they are told; every attempt is noted.</summary>
public sealed class FakeToolbox : IToolbox
{
    private readonly Dictionary<string, Func<ToolCall, int, CancellationToken, Task<ToolResponse>>> _behaviour = [];
    private readonly List<ToolDefinition> _tools = [];
    private readonly ConcurrentQueue<ShopChange> _changes = [];
    private int _unreadable;

    /// <summary>Attempts made, as <c>tool#attempt</c>.</summary>
    public ConcurrentQueue<string> Attempts { get; } = [];

    /// <summary>The idempotency keys of all attempts.</summary>
    public ConcurrentQueue<string> Keys { get; } = [];

    /// <summary>Attempts of <see cref="Hanging"/> tools that were given up.</summary>
    public int Abandoned { get; private set; }

    /// <summary>The answers that <see cref="Hanging"/> tools still owe, in the order they were asked.</summary>
    public List<TaskCompletionSource<ToolResponse>> Owed { get; } = [];

    /// <inheritdoc/>
    public IReadOnlyList<ToolDefinition> Tools => _tools;

    /// <summary>Adds a tool that answers its attempts with these statuses in turn, and 200 from then on.</summary>
    public FakeToolbox Read(string name, params int[] statuses) => With(name, ToolKind.Read, Answering(statuses));

    /// <summary>The same for an action.</summary>
    public FakeToolbox Action(string name, params int[] statuses) => With(name, ToolKind.Action, Answering(statuses));

    /// <summary>Adds a tool that answers only when a test settles what is <see cref="Owed"/>.</summary>
    public FakeToolbox Hanging(string name, ToolKind kind = ToolKind.Read) => With(name, kind, (_, _, abandoned) =>
    {
        abandoned.Register(() => Abandoned++);
        Owed.Add(new TaskCompletionSource<ToolResponse>());
        return Owed[^1].Task;
    });

    /// <summary>Adds a tool.</summary>
    public FakeToolbox With(string name, ToolKind kind, Func<ToolCall, int, CancellationToken, Task<ToolResponse>> behaviour)
    {
        _tools.Add(new ToolDefinition(name, $"Does {name}.", kind, JsonElement.Parse("""{"type":"object","properties":{}}""")));
        _behaviour[name] = behaviour;
        return this;
    }

    /// <summary>Pretends that the conversation changed a row.</summary>
    public FakeToolbox Changed(string table)
    {
        _changes.Enqueue(new ShopChange(table, "inserted", """{"id":"X-1"}"""));
        return this;
    }

    /// <summary>The changes cannot be read so many times.</summary>
    public FakeToolbox Unreadable(int times)
    {
        _unreadable = times;
        return this;
    }

    /// <summary>What a service answers with a status.</summary>
    public static ToolResponse Answer(int status) => status switch
    {
        200 => new(200, """{"status_code":200,"done":true}"""),
        _ => new(status, $$"""{"status_code":{{status}},"error":"no","code":"CODE_{{status}}"}""") { ErrorCode = $"CODE_{status}" },
    };

    /// <inheritdoc/>
    public Task<ToolResponse> AttemptAsync(ToolCall call, int attempt, CancellationToken cancellationToken)
    {
        Attempts.Enqueue($"{call.ToolName}#{attempt}");
        Keys.Enqueue(call.IdempotencyKey);
        return _behaviour.TryGetValue(call.ToolName, out var behave)
            ? behave(call, attempt, cancellationToken)
            : Task.FromResult(Answer(404));
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<ShopChange>> ChangesAsync(string world, string conversationId, CancellationToken cancellationToken) =>
        --_unreadable >= 0
            ? Task.FromException<IReadOnlyList<ShopChange>>(new IOException("the database is restarting"))
            : Task.FromResult<IReadOnlyList<ShopChange>>([.. _changes]);

    private static Func<ToolCall, int, CancellationToken, Task<ToolResponse>> Answering(int[] statuses) =>
        (_, attempt, _) => Task.FromResult(Answer(attempt <= statuses.Length ? statuses[attempt - 1] : 200));
}
