using System.Text;

namespace Evergreen.Insights.Tests.Transcripts;

/// <summary>Takes what fits and then fails, as a full disk does.</summary>
internal sealed class SmallDisk(long capacity) : MemoryStream
{
    private long _end = capacity;

    public new long Capacity
    {
        set => _end = value;
    }

    public string Text => Encoding.UTF8.GetString(ToArray());

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        var room = (int)Math.Min(buffer.Length, _end - Position);
        base.Write(buffer[..room]);
        if (room < buffer.Length)
        {
            throw new IOException("No space left on device : '/runs/v1/x'");
        }
    }
}
