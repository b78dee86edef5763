using Evergreen.Actors.Hosting;

namespace Evergreen.Actors.Tracing.Delivery;

/// <summary>What is remembered beside the spool: how far it is delivered, and which rows were refused.</summary>
internal sealed class DeliveryFolder
{
    private readonly string _markFile;
    private readonly string _destination;
    private long _marked;

    private DeliveryFolder(string markFile, string destination, AcknowledgedRanges acknowledged, RefusedRows refused)
    {
        (_markFile, _destination, Acknowledged, Refused) = (markFile, destination, acknowledged, refused);
        _marked = acknowledged.Offset;
    }

    public AcknowledgedRanges Acknowledged { get; }

    public RefusedRows Refused { get; }

    /// <summary>Reads what was remembered; it counts for the same destination and the same spool only.</summary>
    /// <param name="services">Which spool, and how the files beside it begin.</param>
    /// <param name="spool">The spool.</param>
    public static DeliveryFolder Open(DeliveryServices services, SpanSpool spool)
    {
        var destination = services.Destination.Name;
        var markFile = services.MarkFile;
        var mark = DeliveryMark.Read(markFile) is { } read && read.Destination == destination && spool.BeginsLine(read.AcknowledgedBytes)
            ? read
            : new DeliveryMark(destination, 0, 0);
        return new DeliveryFolder(
            markFile,
            destination,
            new AcknowledgedRanges(mark.AcknowledgedBytes, mark.AcknowledgedRows),
            RefusedRows.Read(services.RefusedFile, mark.AcknowledgedBytes));
    }

    /// <summary>Rows that had been refused are no more.</summary>
    public void Accepted(SpanBatch batch)
    {
        foreach (var row in batch.WasRefused ? batch.Rows : [])
        {
            Refused.Accept(row);
        }
    }

    /// <summary>Writes the mark if it has moved.</summary>
    public void SaveMark()
    {
        if (Acknowledged.Offset != _marked)
        {
            _marked = Acknowledged.Offset;
            new DeliveryMark(_destination, Acknowledged.Offset, Acknowledged.Rows).Write(_markFile);
        }
    }
}
