using Evergreen.Host.Models;

namespace Evergreen.Host.Tests.Models;

public class ModelChoiceTests
{
    [Theory]
    [InlineData(null, null, null, "rehearsal", "neither OPENAI_API_KEY nor OPENAI_BASE_URL is set; offline, its answers are no evidence about a real model")]
    [InlineData(null, "sk-1", null, "gpt-4o-mini", "at api.openai.com; OPENAI_API_KEY is set")]
    [InlineData(null, null, "http://localhost:11434/v1", "gpt-4o-mini", "at localhost:11434; OPENAI_BASE_URL is set")]
    [InlineData("llama3", "sk-1", "http://localhost:11434/v1", "llama3", "at localhost:11434; asked for")]
    [InlineData("rehearsal", "sk-1", null, "rehearsal", "asked for; offline, its answers are no evidence about a real model")]
    public void The_model_follows_from_what_is_asked_and_set_and_says_why(string? asked, string? key, string? url, string model, string reason)
    {
        var choice = ModelChoice.Choose(asked, Endpoint(key, url));

        Assert.Equal((model, reason), (choice.Model, choice.Reason));
    }

    [Fact]
    public void A_model_that_nothing_leads_to_is_refused_with_the_mend() =>
        Assert.Contains("set one, or use --model rehearsal", Assert.Throws<ArgumentException>(() => ModelChoice.Choose("gpt-4o", Endpoint(null, null))).Message);

    [Fact]
    public void A_replay_needs_neither_key_nor_address() =>
        Assert.Equal(
            new ModelChoice("gpt-4o", ModelSource.Recording, "replayed from a recording, offline"),
            ModelChoice.Choose(null, Endpoint(null, null), recordedModel: "gpt-4o"));

    [Theory]
    [InlineData("localhost:11434")]
    [InlineData("ftp://example.com/v1")]
    [InlineData("v1")]
    public void An_address_that_is_none_is_refused_and_not_repeated(string url)
    {
        var exception = Assert.Throws<ArgumentException>(() => Endpoint(null, url));

        Assert.StartsWith("OPENAI_BASE_URL is not an http or https address", exception.Message);
    }

    [Fact]
    public void Neither_key_nor_credentials_in_the_address_are_ever_shown()
    {
        var choice = ModelChoice.Choose(null, Endpoint("sk-secret", "https://user:hidden@example.com/v1")).ToString();

        Assert.DoesNotContain("sk-secret", choice);
        Assert.DoesNotContain("hidden", choice);
    }

    private static OpenAIEndpoint Endpoint(string? key, string? url) => OpenAIEndpoint.Read(name => name switch
    {
        OpenAIEndpoint.KeyVariable => key,
        OpenAIEndpoint.UrlVariable => url,
        _ => null,
    });
}
