using System.Text.Json;
using Evergreen.Insights.Topics;

namespace Evergreen.Insights.Tests.Topics;

public class TopicMapperTests
{
    private static Task<TopicMap> MapAsync(IReadOnlyList<TopicText> texts, TopicModel? earlier = null, TopicOptions? options = null) =>
        new TopicMapper(options ?? new TopicOptions()).MapAsync(texts, earlier);

    [Fact]
    public async Task Clear_groups_become_topics_and_their_number_is_found()
    {
        var map = await MapAsync(ShopTexts.ThreeTopics);

        Assert.Equal(3, map.Topics.Count);
        foreach (var topic in map.Topics)
        {
            var groups = map.Assignments.Where(a => a.Topic == topic.Id).Select(a => ShopTexts.GroupOf(a.Id)).ToArray();
            Assert.Single(groups.Distinct());
            Assert.Equal(topic.Size, groups.Length);
        }
    }

    [Fact]
    public async Task Topics_are_called_by_the_words_that_set_them_apart()
    {
        var map = await MapAsync(ShopTexts.ThreeTopics);

        Assert.Contains("parcel", TopicOf(map, "late-00").Terms.Take(3));
        Assert.Contains("hoodie", TopicOf(map, "sizing-00").Terms.Take(3));
        Assert.Contains(TopicOf(map, "promo-00").Terms.Take(3), term => term.Contains("promo"));
        Assert.Contains("hoodie", TopicOf(map, "sizing-00").Name, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task The_order_of_the_texts_changes_nothing(int shuffle)
    {
        var map = await MapAsync(ShopTexts.ThreeTopics);
        var again = await MapAsync(ShopTexts.Shuffled(ShopTexts.ThreeTopics, shuffle));

        Assert.Equal(JsonSerializer.Serialize(map), JsonSerializer.Serialize(again));
    }

    [Fact]
    public async Task Every_text_is_assigned_once_with_a_similarity_and_a_point_on_the_map()
    {
        var map = await MapAsync(ShopTexts.ThreeTopics);

        Assert.Equal(ShopTexts.ThreeTopics.Select(t => t.Id).Order(StringComparer.Ordinal), map.Assignments.Select(a => a.Id));
        Assert.All(map.Assignments, a => Assert.InRange(a.Similarity, 0, 1));
        Assert.All(map.Assignments, a => Assert.InRange(a.Point!.Value.X, -1, 1));
        Assert.All(map.Assignments, a => Assert.InRange(a.Point!.Value.Y, -1, 1));
    }

    [Fact]
    public async Task On_the_map_texts_lie_nearer_to_their_own_topic_than_to_others()
    {
        var map = await MapAsync(ShopTexts.ThreeTopics);

        var neighborsOfOwnTopic = map.Assignments.Count(a =>
            map.Assignments.Where(b => b.Id != a.Id).MinBy(b => Distance(a, b))!.Topic == a.Topic);
        Assert.InRange(neighborsOfOwnTopic, map.Assignments.Count * 9 / 10, map.Assignments.Count);

        static double Distance(TopicAssignment a, TopicAssignment b) =>
            Math.Pow(a.Point!.Value.X - b.Point!.Value.X, 2) + Math.Pow(a.Point.Value.Y - b.Point.Value.Y, 2);
    }

    [Fact]
    public async Task What_fits_nowhere_goes_to_other()
    {
        TopicText[] strangers =
            [new("odd-00", "xylophone quartz jazz vibraphone"), new("odd-01", "zebra giraffe wombat"), new("odd-02", "")];
        var map = await MapAsync([.. ShopTexts.ThreeTopics, .. strangers]);

        Assert.All(strangers, s => Assert.Equal(Topic.Other, map.Assignments.Single(a => a.Id == s.Id).Topic));
        Assert.DoesNotContain(map.Topics, t => t.Id == Topic.Other);
    }

    [Fact]
    public async Task Duplicates_count_in_the_size_of_their_topic_but_make_none_of_their_own()
    {
        var duplicates = Enumerable.Range(0, 40).Select(i => new TopicText($"late-copy-{i:D2}", "WHERE is my parcel? The tracking has not moved!"));
        var map = await MapAsync([.. ShopTexts.ThreeTopics, .. duplicates]);

        Assert.Equal(3, map.Topics.Count);
        Assert.Equal(52, TopicOf(map, "late-00").Size);
        Assert.Equal(map.Topics[0].Id, TopicOf(map, "late-copy-39").Id);
    }

    [Fact]
    public async Task One_text_said_by_everybody_is_one_topic()
    {
        var map = await MapAsync([.. Enumerable.Range(0, 50).Select(i => new TopicText($"{i}", "Where is my order ORD-" + (4000 + i)))]);

        Assert.Equal(50, Assert.Single(map.Topics).Size);
    }

    [Fact]
    public async Task A_text_said_often_in_nearly_the_same_words_does_not_crowd_its_topic_out()
    {
        string[] endings = ["please", "thanks", "hurry up", "right now", "once more", "as I wrote"];
        TopicText[] repeated = [.. ShopTexts.ThreeTopics.SelectMany(t => endings.Select((e, i) => new TopicText($"{t.Id}-{i}", $"{t.Text}, {e}")))];
        var map = await MapAsync(repeated);

        Assert.Equal(3, map.Topics.Count);
    }

    [Fact]
    public async Task A_handful_of_sentences_said_over_and_over_are_a_topic_each()
    {
        string[] sentences = ["No issues with the refund", "The agent refused the refund", "The agent never looked up the order", "Tracking was not found"];
        var map = await MapAsync([.. Enumerable.Range(0, 80).Select(i => new TopicText($"{i}", sentences[i % 4]))]);

        Assert.Equal([20, 20, 20, 20], map.Topics.Select(t => t.Size));
    }

    [Fact]
    public async Task Too_few_texts_are_not_sorted_and_the_map_says_so()
    {
        var map = await MapAsync([.. ShopTexts.ThreeTopics.Take(29), new TopicText("empty", " ?! ")]);

        Assert.Empty(map.Topics);
        Assert.Null(map.Model);
        Assert.Equal(30, map.Assignments.Count(a => a.Topic == Topic.Other));
        Assert.Equal("29 readable texts are fewer than the 30 a map needs; none was sorted", Assert.Single(map.Notes));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task Next_to_nothing_is_no_error(int texts) =>
        Assert.Equal(texts, (await MapAsync([.. ShopTexts.ThreeTopics.Take(texts)])).Assignments.Count);

    [Fact]
    public async Task Texts_with_nothing_in_common_make_no_topics()
    {
        var map = await MapAsync([.. Enumerable.Range(0, 40).Select(i => new TopicText($"{i}", new string((char)('\u4e00' + (i * 7)), 3)))]);

        Assert.Empty(map.Topics);
        Assert.Contains("too little in common", Assert.Single(map.Notes));
    }

    [Fact]
    public async Task Any_script_is_read()
    {
        string[] greek =
        [
            "πού είναι το δέμα μου", "το δέμα μου δεν ήρθε ακόμα", "άργησε πολύ το δέμα", "χάθηκε το δέμα μου;", "δέμα χωρίς παρακολούθηση",
            "πότε έρχεται το δέμα", "το δέμα σταμάτησε στο τελωνείο", "κανένα νέο για το δέμα", "περιμένω το δέμα μια εβδομάδα",
            "ο ταχυδρόμος δεν άφησε το δέμα", "λάθος διεύθυνση στο δέμα", "το δέμα είναι ανοιγμένο", "ποιος πήρε το δέμα μου",
            "αλλάξτε τη διεύθυνση για το δέμα", "θέλω το δέμα σήμερα", "το δέμα γύρισε πίσω",
        ];
        string[] japanese =
        [
            "返金をお願いします", "返金はいつですか", "まだ返金が来ません", "返金の手続きを教えて", "カードへの返金について", "返金額が違います",
            "全額返金してください", "返金されない理由は", "送料の返金を希望", "返金メールが届かない", "早く返金して", "返金は何日かかる", "二重請求の返金",
            "返金先を変えたい", "返金を確認したい", "キャンセル後の返金",
        ];
        var map = await MapAsync([.. ShopTexts.With("greek", greek.Select(t => t + "😀")), .. ShopTexts.With("japanese", japanese)]);

        Assert.InRange(map.Topics.Count, 2, 4);
        Assert.All(map.Topics, t => Assert.Single(
            map.Assignments.Where(a => a.Topic == t.Id).Select(a => ShopTexts.GroupOf(a.Id)).Distinct()));
    }

    [Fact]
    public async Task A_large_set_is_mapped_by_a_sample_and_the_rest_is_classified()
    {
        var options = new TopicOptions { SampleLimit = 30 };
        var map = await MapAsync(ShopTexts.ThreeTopics, options: options);

        Assert.Equal(30, map.Assignments.Count(a => a.Point is not null));
        Assert.True(map.Assignments.Count(a => a.Topic != Topic.Other) > 30);
        Assert.Contains(map.Notes, n => n.StartsWith("a sample of 30 of the 36 distinct texts"));
    }

    [Fact]
    public async Task A_topic_keeps_its_id_and_name_when_the_map_is_made_again_and_a_new_one_gets_a_new_id()
    {
        var before = await MapAsync(ShopTexts.TwoTopics, options: new TopicOptions { FewestTexts = 20 });
        var renamed = before.Model! with { Topics = [.. before.Model!.Topics.Select(t => t with { Name = "called " + t.Id })] };
        var after = await MapAsync(ShopTexts.ThreeTopics, renamed);

        Assert.Equal(TopicOf(before, "late-03").Id, TopicOf(after, "late-03").Id);
        Assert.Equal(TopicOf(before, "sizing-03").Id, TopicOf(after, "sizing-03").Id);
        Assert.Equal("t3", TopicOf(after, "promo-03").Id);
        Assert.Equal("called " + TopicOf(after, "late-03").Id, TopicOf(after, "late-03").Name);
    }

    [Fact]
    public async Task The_id_of_a_topic_that_is_gone_is_not_given_again()
    {
        var before = await MapAsync(ShopTexts.ThreeTopics);
        var gone = TopicOf(before, "promo-00").Id;
        var middle = await MapAsync(ShopTexts.TwoTopics, before.Model, new TopicOptions { FewestTexts = 20 });
        var strange = ShopTexts.With("gift", Enumerable.Range(0, 12).Select(i => $"gift card balance {"abcdefghijkl"[i]}{"bcdefghijklm"[i]}"));
        var after = await MapAsync([.. ShopTexts.TwoTopics, .. strange], middle.Model);

        Assert.NotEqual(gone, TopicOf(after, "gift-00").Id);
        Assert.DoesNotContain(before.Topics, t => t.Id == TopicOf(after, "gift-00").Id);
    }

    [Fact]
    public async Task Two_texts_with_one_id_are_refused()
    {
        var mistake = await Assert.ThrowsAsync<ArgumentException>(() => MapAsync([new("a", "one"), new("a", "two")]));

        Assert.Contains("two texts have the id \"a\"", mistake.Message);
    }

    private static Topic TopicOf(TopicMap map, string id) => map.Topics.Single(t => t.Id == map.Assignments.Single(a => a.Id == id).Topic);
}
