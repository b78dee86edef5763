using System.Text;
using Evergreen.Actors.Tracing;
using Evergreen.Host.Tracing;
using Evergreen.Insights.Tests.Transcripts;
using Evergreen.Insights.Transcripts;

namespace Evergreen.Host.Tests.Tracing;

public sealed class RunRecorderTests : IDisposable
{
    private static readonly RunRecord Started = new()
    {
        Run = new RunInfo("v1", "v1@start", RunStatus.Running, DateTimeOffset.UnixEpoch),
        Options = new Dictionary<string, string?> { ["seed"] = "7" },
    };

    private readonly TemporaryFolder _temporary = new();

    [Fact]
    public void A_new_folder_is_made_with_its_parents_and_reads_back()
    {
        using var recorder = RunRecorder.Create(_temporary["runs/v1"], Started);

        var folder = RunFolder.Open(_temporary["runs/v1"]);
        Assert.Equal(RunStatus.Running, folder.Record.Run.Status);
        Assert.Equal("7", folder.Record.Options["seed"]);
        Assert.Empty(folder.Conversations);
    }

    [Fact]
    public void The_last_record_replaces_the_first()
    {
        using var recorder = RunRecorder.Create(_temporary["v1"], Started);

        recorder.Write(Started with { Run = Started.Run with { Status = RunStatus.Completed } });

        Assert.Equal(RunStatus.Completed, RunFolder.Open(_temporary["v1"]).Record.Run.Status);
        Assert.Equal(["conversations.jsonl", "run.json", "spans.jsonl"], Directory.GetFiles(_temporary["v1"]).Select(Path.GetFileName).Order());
    }

    [Fact]
    public async Task Lines_are_appended_batch_by_batch()
    {
        using (var recorder = RunRecorder.Create(_temporary["v1"], Started))
        {
            await recorder.WriteAsync(Batch("{\"a\":1}\n", ""), CancellationToken.None);
            await recorder.WriteAsync(Batch("{\"b\":2}\n", "{\"c\":3}\n"), CancellationToken.None);
        }

        Assert.Equal("{\"a\":1}\n{\"b\":2}\n", File.ReadAllText(_temporary["v1/spans.jsonl"]));
        Assert.Equal("{\"c\":3}\n", File.ReadAllText(_temporary["v1/conversations.jsonl"]));
    }

    [Theory]
    [InlineData("run.json")]
    [InlineData("spans.jsonl")]
    [InlineData("shop.db")]
    public void A_folder_that_holds_a_run_is_refused_untouched(string file)
    {
        var path = Path.GetDirectoryName(_temporary.Write($"v1/{file}", "precious"))!;

        var refusal = Assert.Throws<ArgumentException>(() => RunRecorder.Create(path, Started));

        Assert.Contains("holds a run already", refusal.Message);
        Assert.Equal([file], Directory.GetFiles(path).Select(Path.GetFileName));
        Assert.Equal("precious", File.ReadAllText(Path.Combine(path, file)));
    }

    [Fact]
    public void An_existing_folder_without_a_run_may_be_used()
    {
        _temporary.Write("v1/notes.txt", "mine");

        RunRecorder.Create(_temporary["v1"], Started).Discard();

        Assert.Equal(["v1", Path.Combine("v1", "notes.txt")], _temporary.Entries());
    }

    [Fact]
    public void A_path_below_a_file_is_refused_and_leaves_nothing()
    {
        _temporary.Write("file", "");

        var refusal = Assert.Throws<IOException>(() => RunRecorder.Create(_temporary["file/v1"], Started));

        Assert.Contains("choose a folder", refusal.Message);
        Assert.Equal(["file"], _temporary.Entries());
    }

    [Fact]
    public void A_discarded_run_leaves_nothing()
    {
        RunRecorder.Create(_temporary["runs/deep/v1"], Started).Discard();

        Assert.Empty(_temporary.Entries());
    }

    [Fact]
    public async Task A_disk_that_fills_up_in_mid_batch_leaves_only_whole_lines()
    {
        using var spans = new SmallDisk(capacity: 1000);
        using var conversations = new SmallDisk(capacity: 20);
        using var recorder = new RunRecorder("v1", new JsonLinesWriter(spans), new JsonLinesWriter(conversations), []);
        await recorder.WriteAsync(Batch("{\"a\":1}\n", "{\"b\":2}\n"), CancellationToken.None);

        var failure = await Assert.ThrowsAsync<IOException>(() =>
            recorder.WriteAsync(Batch("{\"a\":3}\n", "{\"b\":4}\n{\"b\":5}\n"), CancellationToken.None));

        Assert.Contains("conversations.jsonl: cannot be written (No space left", failure.Message);
        Assert.Equal("{\"a\":1}\n", spans.Text);
        Assert.Equal("{\"b\":2}\n", conversations.Text);
    }

    [Fact]
    public async Task After_room_was_made_lines_follow_where_the_last_whole_one_ended()
    {
        using var spans = new SmallDisk(capacity: 12);
        using var conversations = new SmallDisk(capacity: 100);
        using var recorder = new RunRecorder("v1", new JsonLinesWriter(spans), new JsonLinesWriter(conversations), []);
        await recorder.WriteAsync(Batch("{\"a\":1}\n", ""), CancellationToken.None);
        await Assert.ThrowsAsync<IOException>(() => recorder.WriteAsync(Batch("{\"a\":2}\n", ""), CancellationToken.None));

        spans.Capacity = 100;
        await recorder.WriteAsync(Batch("{\"a\":3}\n", ""), CancellationToken.None);

        Assert.Equal("{\"a\":1}\n{\"a\":3}\n", spans.Text);
    }

    public void Dispose() => _temporary.Dispose();

    private static TraceBatch Batch(string spans, string conversations) =>
        new(Encoding.UTF8.GetBytes(spans), Encoding.UTF8.GetBytes(conversations));
}
