using Evergreen.Insights.Topics;

namespace Evergreen.Insights.Tests.Topics;

public sealed class TopicModelTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string ModelPath => Path.Combine(_folder.Path, "topic-model.json");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_saved_model_sorts_the_texts_of_its_map_as_the_map_did()
    {
        var map = await new TopicMapper(new TopicOptions()).MapAsync(ShopTexts.ThreeTopics);
        TopicModelFile.Save(map.Model!, ModelPath);
        var again = await new TopicClassifier(TopicModelFile.Load(ModelPath)).ClassifyAsync(ShopTexts.ThreeTopics);

        Assert.Equal(map.Assignments.Select(a => a with { Point = null }), again);
    }

    [Fact]
    public async Task New_texts_go_to_the_nearest_topic_or_to_other()
    {
        var map = await new TopicMapper(new TopicOptions()).MapAsync(ShopTexts.ThreeTopics);
        var classified = await new TopicClassifier(map.Model!).ClassifyAsync(
            [new("late", "my tracking never updates, where is that parcel"), new("odd", "sing me a lullaby"), new("empty", "…")]);

        Assert.Equal(["empty", "late", "odd"], classified.Select(a => a.Id));
        Assert.Equal(map.Assignments.Single(a => a.Id == "late-00").Topic, classified[1].Topic);
        Assert.Equal(Topic.Other, classified[2].Topic);
        Assert.Equal(new TopicAssignment("empty", Topic.Other, 0), classified[0]);
    }

    [Fact]
    public async Task The_version_changes_with_what_decides_an_assignment_and_with_nothing_else()
    {
        var mapper = new TopicMapper(new TopicOptions());
        var version = (await mapper.MapAsync(ShopTexts.ThreeTopics)).Model!.Version;

        Assert.Equal(version, (await mapper.MapAsync(ShopTexts.Shuffled(ShopTexts.ThreeTopics, 5))).Model!.Version);
        Assert.NotEqual(version, (await mapper.MapAsync([.. ShopTexts.ThreeTopics.Skip(1)])).Model!.Version);
    }

    [Fact]
    public void A_missing_model_is_named() =>
        Assert.Contains("make a topic map first", Assert.Throws<FileNotFoundException>(() => TopicModelFile.Load(ModelPath)).Message);

    [Theory]
    [InlineData("null", "holds null")]
    [InlineData("{", "not valid JSON")]
    [InlineData("""{"format":1}""", "vectors")]
    public void A_broken_model_is_refused(string json, string reason)
    {
        File.WriteAllText(ModelPath, json);

        Assert.Contains(reason, Assert.Throws<InvalidDataException>(() => TopicModelFile.Load(ModelPath)).Message);
    }

    [Fact]
    public async Task A_model_whose_centres_do_not_fit_its_vocabulary_is_refused()
    {
        var model = (await new TopicMapper(new TopicOptions()).MapAsync(ShopTexts.ThreeTopics)).Model!;
        var topic = model.Topics[0] with { Places = [int.MaxValue - 1], Values = [1] };
        TopicModelFile.Save(model with { Topics = [topic] }, ModelPath);

        Assert.Contains("topic \"t1\"", Assert.Throws<InvalidDataException>(() => TopicModelFile.Load(ModelPath)).Message);
    }
}
