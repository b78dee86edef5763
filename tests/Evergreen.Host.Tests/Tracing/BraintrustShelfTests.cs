using System.Text;
using Evergreen.Testing.Models;

namespace Evergreen.Host.Tests.Tracing;

/// <summary>The stub is as strict as the documented schemas: what passes it has their shape.</summary>
public sealed class BraintrustShelfTests
{
    [Theory]
    [InlineData("/v1/dataset", """{"name":"x"}""")]
    [InlineData("/v1/dataset", """{"project_id":"p-1","name":7}""")]
    [InlineData("/v1/dataset/d-1/insert", """{"rows":[]}""")]
    [InlineData("/v1/dataset/d-1/insert", """{"events":[{"id":"a","metadata":"text"}]}""")]
    [InlineData("/v1/dataset/d-1/fetch", """{"limit":"many"}""")]
    [InlineData("/v1/experiment", """{"name":"x"}""")]
    [InlineData("/v1/experiment/e-1/insert", """{"events":[{"id":"a","scores":{"resolution":2}}]}""")]
    [InlineData("/v1/experiment/e-1/insert", """{"events":[{"id":"a","span_attributes":{"type":"scorer"}}]}""")]
    [InlineData("/v1/prompt", """{"project_id":"p-1","name":"x"}""")]
    [InlineData("/v1/prompt", """{"project_id":"p-1","name":"x","slug":"x","prompt_data":{"template_format":"razor"}}""")]
    public void A_body_that_breaks_its_schema_is_refused(string path, string body) => Assert.Equal(400, Ask(path, body));

    [Theory]
    [InlineData("/v1/dataset", """{"project_id":"p-1","name":"x"}""")]
    [InlineData("/v1/experiment/e-1/insert", """{"events":[{"id":"a","scores":{"resolution":null}}]}""")]
    [InlineData("/v1/prompt", """{"project_id":"p-1","name":"x","slug":"x"}""")]
    public void A_body_that_keeps_it_is_taken(string path, string body) => Assert.Equal(200, Ask(path, body));

    private static int Ask(string path, string body) => new BraintrustShelf().Answer(
        new ChatServerRequest(1, 1, 0, path, "", new Dictionary<string, string>(), Encoding.UTF8.GetBytes(body)))!.Status;
}
