using System.Diagnostics;
using Evergreen.Host.Commands;
using Evergreen.Insights.Transcripts;

namespace Evergreen.Host.Tests.Commands;

/// <summary>A real process, stopped by a real signal.</summary>
public sealed class InterruptionTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly TemporaryFolder _temporary = new();

    [Fact]
    public async Task SIGTERM_ends_a_run_in_order_and_keeps_what_has_ended()
    {
        using var process = Start("generate", "--out", _temporary["run"], "--latency", "300ms", "--concurrency", "4", "--repeat", "1000");
        await FirstConversationAsync();

        var asked = Stopwatch.StartNew();
        using (Process.Start("kill", ["-TERM", process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]))
        {
        }

        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync().WaitAsync(Patience);

        Assert.Equal(ExitCode.Interrupted, process.ExitCode);
        Assert.InRange(asked.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(5));
        Assert.Contains("interrupted after", output);
        var run = RunFolder.Open(_temporary["run"]);
        var conversations = run.Conversations.ToList();
        Assert.Equal(RunStatus.Interrupted, run.Record.Run.Status);
        Assert.Equal(run.Record.Totals.Conversations, conversations.Count);
        Assert.Equal(run.Record.Totals.Spans, run.Spans.Count());
        Assert.Equal(0, run.Conversations.UnfinishedLines + run.Spans.UnfinishedLines);
        Assert.Contains(conversations, conversation => conversation.Ending is Ending.Completed or Ending.Escalated);
        Assert.InRange(conversations.Count(conversation => conversation.Ending == Ending.Cancelled), 1, 4);
    }

    public void Dispose() => _temporary.Dispose();

    private static Process Start(params string[] args) => Process.Start(
        new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "evergreen.dll"), .. args])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;

    private async Task FirstConversationAsync()
    {
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var watcher = new FileSystemWatcher(_temporary.Path, RunFolder.ConversationsFile) { IncludeSubdirectories = true };
        watcher.Changed += (_, _) => ended.TrySetResult();
        watcher.EnableRaisingEvents = true;
        await ended.Task.WaitAsync(Patience);
    }
}
