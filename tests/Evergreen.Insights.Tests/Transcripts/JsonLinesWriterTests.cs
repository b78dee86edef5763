using Evergreen.Insights.Transcripts;

namespace Evergreen.Insights.Tests.Transcripts;

public sealed class JsonLinesWriterTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string File => Path.Combine(_folder.Path, "lines.jsonl");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_line_can_be_read_as_soon_as_it_is_appended()
    {
        using var writer = new JsonLinesWriter(File);
        var lines = new JsonLines<ConversationRecord>(File, TranscriptJson.Default.ConversationRecord);

        writer.Append(Some.Conversation("a#1"), TranscriptJson.Default.ConversationRecord);
        Assert.Equal(["a#1"], lines.Select(line => line.Id));

        writer.Append(Some.Conversation("a#2"), TranscriptJson.Default.ConversationRecord);
        Assert.Equal(["a#1", "a#2"], lines.Select(line => line.Id));
        Assert.Equal(0, lines.UnfinishedLines);
        Assert.Equal(new FileInfo(File).Length, writer.Length);
    }

    [Fact]
    public void A_file_that_is_there_already_is_left_as_it_is()
    {
        _folder.Write("lines.jsonl", "precious");

        Assert.Throws<IOException>(() => new JsonLinesWriter(File));

        Assert.Equal("precious", System.IO.File.ReadAllText(File));
    }

    [Fact]
    public void A_file_of_lines_can_be_continued_and_what_was_there_outlives_a_full_disk()
    {
        JsonLinesWriter.Continue(File).Dispose();
        _folder.Write("lines.jsonl", "{\"a\":1}\n");
        using (var writer = JsonLinesWriter.Continue(File))
        {
            writer.Append("{\"a\":2}\n"u8);
            Assert.Equal(16, writer.Length);
        }

        Assert.Equal("{\"a\":1}\n{\"a\":2}\n", System.IO.File.ReadAllText(File));

        using var disk = new SmallDisk(capacity: 20);
        disk.Write("{\"a\":1}\n"u8);
        disk.Position = 0;
        using var full = new JsonLinesWriter(disk);
        Assert.Throws<IOException>(() => full.Append("{\"a\":2}\n{\"a\":3}\n"u8));
        Assert.Equal("{\"a\":1}\n", disk.Text);
    }

    [Fact]
    public void Lines_the_disk_has_no_room_for_are_taken_back_together_and_the_next_follow_the_last_whole_one()
    {
        using var disk = new SmallDisk(capacity: 20);
        using var writer = new JsonLinesWriter(disk);
        writer.Append("{\"a\":1}\n"u8);

        Assert.Throws<IOException>(() => writer.Append("{\"a\":2}\n{\"a\":3}\n"u8));
        Assert.Equal(("{\"a\":1}\n", 8), (disk.Text, writer.Length));

        disk.Capacity = 100;
        writer.Append("{\"a\":4}\n"u8);
        Assert.Equal("{\"a\":1}\n{\"a\":4}\n", disk.Text);
    }

    [Fact]
    public void A_record_the_disk_has_no_room_for_is_taken_back()
    {
        using var disk = new SmallDisk(capacity: 20);
        using var writer = new JsonLinesWriter(disk);

        Assert.Throws<IOException>(() => writer.Append(Some.Conversation(), TranscriptJson.Default.ConversationRecord));

        Assert.Empty(disk.Text);
    }

    [Fact]
    public void Whole_lines_can_be_taken_back_too()
    {
        using (var writer = new JsonLinesWriter(File))
        {
            writer.Append("{\"a\":1}\n"u8);
            var kept = writer.Length;
            writer.Append("{\"a\":2}\n"u8);

            writer.TakeBack(kept);

            writer.Append("{\"a\":3}\n"u8);
        }

        Assert.Equal("{\"a\":1}\n{\"a\":3}\n", System.IO.File.ReadAllText(File));
    }
}
