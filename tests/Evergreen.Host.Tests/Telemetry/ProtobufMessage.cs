using System.Text;
using Google.Protobuf;

namespace Evergreen.Host.Tests.Telemetry;

/// <summary>A protobuf message read without its schema: what each field number holds, in order.</summary>
internal sealed class ProtobufMessage
{
    private readonly List<(int Number, object Value)> _fields = [];

    public ProtobufMessage(byte[] body)
    {
        var input = new CodedInputStream(body);
        while (input.ReadTag() is var tag and not 0)
        {
            _fields.Add((WireFormat.GetTagFieldNumber(tag), WireFormat.GetTagWireType(tag) switch
            {
                WireFormat.WireType.Varint => input.ReadUInt64(),
                WireFormat.WireType.Fixed64 => input.ReadFixed64(),
                WireFormat.WireType.Fixed32 => (ulong)input.ReadFixed32(),
                WireFormat.WireType.LengthDelimited => (object)input.ReadBytes().ToByteArray(),
                var other => throw new InvalidDataException($"wire type {other}"),
            }));
        }
    }

    public IEnumerable<ProtobufMessage> Messages(int field) => All(field).Select(value => new ProtobufMessage((byte[])value));

    public IEnumerable<ProtobufMessage> Messages(params ReadOnlySpan<int> path)
    {
        IEnumerable<ProtobufMessage> found = [this];
        foreach (var field in path)
        {
            found = found.SelectMany(message => message.Messages(field)).ToList();
        }

        return found;
    }

    public string Text(int field) => Encoding.UTF8.GetString(Bytes(field));

    public string Hex(int field) => Convert.ToHexStringLower(Bytes(field));

    public ulong Number(int field) => (ulong?)All(field).SingleOrDefault() ?? 0;

    public double Double(int field) => BitConverter.UInt64BitsToDouble(Number(field));

    public bool Has(int field) => All(field).Any();

    /// <summary>OTLP's key-value pairs.</summary>
    public Dictionary<string, object> Attributes(int field) =>
        Messages(field).ToDictionary(pair => pair.Text(1), pair => AnyValue(pair.Messages(2).Single()));

    private static object AnyValue(ProtobufMessage value) =>
        value.Has(1) ? value.Text(1)
        : value.Has(2) ? value.Number(2) == 1
        : value.Has(3) ? (long)value.Number(3)
        : value.Has(4) ? value.Double(4)
        : value.Messages(5).Single().Messages(1).Select(AnyValue).ToArray();

    private byte[] Bytes(int field) => (byte[]?)All(field).SingleOrDefault() ?? [];

    private IEnumerable<object> All(int field) => _fields.Where(each => each.Number == field).Select(each => each.Value);
}
