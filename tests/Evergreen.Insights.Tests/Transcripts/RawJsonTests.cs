using System.Text.Json;
using Evergreen.Insights.Transcripts;

namespace Evergreen.Insights.Tests.Transcripts;

public class RawJsonTests
{
    [Fact]
    public void Indented_JSON_is_written_on_one_line_and_means_the_same()
    {
        var call = new ToolCallRecord("c1", 1, "lookup_order", new RawJson("{\r\n  \"order_id\": \"ORD-4001\\n\"\n}"), 200, 1)
        {
            Result = new RawJson("null"),
        };

        var line = JsonSerializer.Serialize(call, TranscriptJson.Default.ToolCallRecord);

        Assert.DoesNotContain('\n', line);
        Assert.Equal("ORD-4001\n", JsonDocument.Parse(line).RootElement.GetProperty("arguments").GetProperty("order_id").GetString());
    }
}
