using Evergreen.Insights.Filters;
using Evergreen.Insights.Prompts;
using Evergreen.Insights.Topics;
using Evergreen.Insights.Topics.Facets;
using Evergreen.Insights.Topics.Naming;
using Evergreen.Insights.Topics.Runs;
using Evergreen.Insights.Transcripts;
using Microsoft.Extensions.AI;

namespace Evergreen.Insights.Tests.Topics;

public sealed class RunTopicsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_run_is_sorted_by_task_and_by_sentiment_and_the_two_can_be_crossed()
    {
        var topics = await Mapper().MapAsync(await ReadAsync(ShopTexts.ThreeTopics));

        Assert.Equal(["sentiment", "negative_reasons", "positive_reasons", "task"], topics.Facets.Select(f => f.Facet));
        Assert.Equal(3, topics["task"].Topics.Count);
        var negative = CrossTable.Of(topics["sentiment"], topics["task"]).Rows.Single(r => r.Topic == "negative");
        Assert.Equal((12, 12), (negative.Total, Assert.Single(negative.Cells).Share.Count));
        Assert.StartsWith("100 % (12 of 12, 76 to 100 %) of Negative conversations are about \"", CrossTable.Sentence(negative));
        Assert.Contains("parcel", CrossTable.Sentence(negative), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Without_embeddings_tasks_are_found_in_what_customers_said_not_in_the_summary()
    {
        var readings = await ReadAsync(ShopTexts.ThreeTopics);
        var topics = await Mapper().MapAsync(readings);

        Assert.All(readings, r => Assert.Equal("The customer asks something.", r.Answers["task"].Summary));
        Assert.Equal("customer_turns", topics["task"].Source);
        Assert.Equal(3, topics["task"].Topics.Count);
    }

    [Fact]
    public async Task Where_a_facet_found_nothing_the_conversation_belongs_to_no_topic()
    {
        var issues = Facet.Load(_folder.Write("issues.md", "What went wrong? Answer NONE when nothing did."));
        var model = new FakeModel((_, user) => user.Contains("parcel", StringComparison.OrdinalIgnoreCase) ? "The parcel was never traced." : "NONE");
        var topics = await Mapper().MapAsync(await new FacetReader([issues], model).ReadAsync(Conversations(ShopTexts.ThreeTopics)));

        Assert.Equal((36, 24, 0), (topics["issues"].Conversations, topics["issues"].Nothing, topics["issues"].Failed));
        Assert.Equal(12, topics["issues"].Assignments.Count);
        Assert.Contains("12 readable texts are fewer than the 30 a map needs", Assert.Single(topics["issues"].Notes));
    }

    [Fact]
    public async Task A_call_that_fails_costs_its_own_answer_only()
    {
        var task = Facet.Load(_folder.Write("task.md", "What is it about? NONE if nothing."));
        var model = new FakeModel((_, user) => user.Contains("hoodie", StringComparison.OrdinalIgnoreCase)
            ? throw new InvalidOperationException("no capacity") : "A parcel.");
        var readings = await new FacetReader([task], model).ReadAsync(Conversations(ShopTexts.TwoTopics));

        Assert.Equal(12, readings.Count(r => r.Answers["task"].Error == "no capacity"));
        Assert.Equal(12, readings.Count(r => r.Answers["task"].Summary == "A parcel."));
    }

    [Fact]
    public async Task No_more_calls_are_under_way_than_allowed()
    {
        var model = new FakeModel((_, _) => "NONE");
        await new FacetReader([TaskFacet()], model, concurrency: 3).ReadAsync(Conversations(ShopTexts.ThreeTopics));

        Assert.InRange(model.MostAtOnce, 1, 3);
        Assert.All(model.Temperatures, t => Assert.Equal(0, t));
    }

    [Theory]
    [InlineData("Negative: the parcel is late", Sentiment.Negative, "the parcel is late")]
    [InlineData("POSITIVE.", Sentiment.Positive, null)]
    [InlineData("The customer sounds negative about the delay.", Sentiment.Negative, "The customer sounds negative about the delay.")]
    [InlineData("Neutral: asks about a size.", Sentiment.Neutral, "asks about a size.")]
    public void A_sentiment_is_a_class_with_a_reason(string answer, Sentiment expected, string? reason)
    {
        var read = FacetAnswer.Parse(Facet.Sentiment, answer);

        Assert.Equal((expected, reason), (read.Sentiment!.Value, read.Summary));
    }

    [Fact]
    public void A_customer_who_said_nothing_has_no_sentiment() => Assert.Equal(new FacetAnswer(), FacetAnswer.Parse(Facet.Sentiment, "NONE"));

    [Theory]
    [InlineData("sentiment", "I cannot say")]
    [InlineData("task", "  ")]
    public void An_answer_that_cannot_be_read_is_no_finding_and_not_nothing_either(string facet, string answer) =>
        Assert.NotNull(FacetAnswer.Parse(facet, answer).Error);

    [Fact]
    public async Task A_prompt_may_say_where_the_conversation_goes()
    {
        var model = new FakeModel((_, _) => "NONE");
        var inside = Facet.Load(_folder.Write("inside.md", "Read this:\n\n{{conversation}}\n\nAnswer NONE if empty."));
        await new FacetReader([inside], model).ReadAsync(Conversations(ShopTexts.TwoTopics)[..1]);

        Assert.Equal(("", "Read this:\n\nCustomer: Where is my parcel"), (model.Asked[0].System, model.Asked[0].User[..40]));
    }

    [Fact]
    public void A_facet_that_cannot_say_none_is_refused() => Assert.Contains(
        "ask for NONE",
        Assert.Throws<InvalidDataException>(() => Facet.Load(_folder.Write("x.md", "What is it about?"))).Message);

    [Fact]
    public void An_unknown_facet_is_refused_with_those_that_exist() => Assert.Contains(
        "there is no facet \"mood\"; use one of task",
        Assert.Throws<ArgumentException>(() => Facet.Select([TaskFacet()], ["mood"])).Message);

    [Fact]
    public async Task Topics_are_named_in_one_call_and_keep_their_names_afterwards()
    {
        var model = new FakeModel((_, _) => "Here you are:\n1: One\n**2: \"Two\"**\n9: Nine");
        var namer = new TopicNamer(PromptTemplate.Load(_folder.Write("topic-name.md", "Name them.")), model);
        var readings = await ReadAsync(ShopTexts.ThreeTopics, "task");
        var topics = await new RunTopicsMapper(new TopicOptions(), null, namer).MapAsync(readings);
        var again = await new RunTopicsMapper(new TopicOptions(), null, namer).MapAsync(readings, topics);

        Assert.Equal(["One", "Two"], topics["task"].Topics.Select(t => t.Name).Take(2));
        Assert.Contains("left 1 topics without a name", topics["task"].Notes[^1]);
        Assert.Equal(topics["task"].Topics.Select(t => t.Name), again["task"].Topics.Select(t => t.Name));
        Assert.Contains("Topic 3 (12 texts)\nTerms: ", Assert.Single(model.Asked).User);
    }

    [Fact]
    public async Task What_was_saved_is_read_back_and_sorts_another_run()
    {
        var readings = await ReadAsync(ShopTexts.ThreeTopics);
        var topics = await Mapper().MapAsync(readings);
        TopicFiles.Save(_folder.Path, topics, readings);
        var loaded = TopicFiles.Load(_folder.Path);
        var read = TopicFiles.LoadReadings(_folder.Path, readings.Select(r => r.Conversation));
        var assigned = await Mapper().AssignAsync([.. read.Take(5)], loaded);

        Assert.Equal(topics["task"].Assignments, loaded["task"].Assignments);
        Assert.Equal(readings.Select(r => r.Answers["sentiment"]), read.Select(r => r.Answers["sentiment"]));
        Assert.Equal(
            topics["task"].Assignments.Where(a => read.Take(5).Any(r => r.Conversation.Id == a.Id)).Select(a => (a.Id, a.Topic)),
            assigned["task"].Assignments.Select(a => (a.Id, a.Topic)));
        Assert.Equal("there is no map of this facet to sort by", Assert.Single(assigned["positive_reasons"].Notes));
    }

    [Fact]
    public async Task What_is_read_later_is_added_and_who_was_sorted_stays_where_they_are_with_the_notes()
    {
        var read = await ReadAsync(ShopTexts.ThreeTopics, "task");
        var origin = new Dictionary<string, FacetOrigin> { ["task"] = new("model", "prompt") };
        var earlier = await Mapper().MapAsync([.. read.Skip(2)]) with { ReadBy = origin };
        var other = await Mapper().MapAsync(await ReadAsync(ShopTexts.TwoTopics));

        var unread = await Mapper().AddAsync([.. read.Skip(2)], origin, earlier, other);
        var added = await Mapper().AddAsync(read, origin, earlier, other);

        Assert.Contains("early map", Assert.Single(earlier["task"].Notes));
        Assert.Equal(earlier["task"].Assignments, unread["task"].Assignments);
        Assert.Equal(earlier["task"].Topics, unread["task"].Topics);
        Assert.Equal(earlier["task"].Notes, added["task"].Notes);
        Assert.Equal(earlier["task"].MapVersion, added["task"].MapVersion);
        Assert.Equal(read.Count, added["task"].Conversations);
        Assert.Equal(read.Select(r => r.Conversation.Id).Order(StringComparer.Ordinal), added["task"].Assignments.Select(a => a.Id));
        Assert.Equal(earlier["task"].Assignments, added["task"].Assignments.Where(a => earlier["task"].Assignments.Any(e => e.Id == a.Id)));
    }

    [Fact]
    public async Task When_further_facets_are_read_the_maps_there_were_stand()
    {
        var read = await ReadAsync(ShopTexts.ThreeTopics);
        var earlier = await new RunTopicsMapper(new TopicOptions { Seed = 5 }).MapAsync(await ReadAsync(ShopTexts.ThreeTopics, "task"));

        var mapped = await Mapper().MapChangedAsync(read, earlier.ReadBy, earlier);
        var grown = await Mapper().MapChangedAsync([.. read, (await ReadAsync([new("new", "Where is my parcel?")]))[0]], earlier.ReadBy, earlier);

        Assert.Equal(earlier["task"].Assignments, mapped["task"].Assignments);
        Assert.Equal(earlier.Models["task"], mapped.Models["task"]);
        Assert.Equal(2, mapped["sentiment"].Topics.Count);
        Assert.NotEqual(earlier.Models["task"].Version, grown.Models["task"].Version);
    }

    [Fact]
    public async Task A_facet_that_was_read_anew_is_sorted_anew()
    {
        var read = await ReadAsync(ShopTexts.ThreeTopics, "task");
        var earlier = await Mapper().MapAsync(read) with { ReadBy = new Dictionary<string, FacetOrigin> { ["task"] = new("model", "prompt") } };

        var sorted = await Mapper().AddAsync(read, new Dictionary<string, FacetOrigin> { ["task"] = new("another", "prompt") }, earlier, earlier);

        Assert.Equal(earlier["task"].MapVersion, sorted["task"].MapVersion);
        Assert.All(sorted["task"].Assignments, a => Assert.Null(a.Point));
    }

    [Fact]
    public async Task Too_few_texts_for_a_map_stay_unsorted_until_there_is_a_map_to_sort_by()
    {
        var read = await ReadAsync([.. ShopTexts.ThreeTopics.Take(5)], "task");
        var none = new RunTopics { Facets = [], Models = new Dictionary<string, TopicModel>() };
        var earlier = await Mapper().MapAsync(read);
        var other = await Mapper().MapAsync(await ReadAsync(ShopTexts.ThreeTopics, "task"));

        Assert.Equal(earlier["task"].Notes, (await Mapper().AddAsync(read, earlier.ReadBy, earlier, none))["task"].Notes);
        Assert.Equal(other["task"].MapVersion, (await Mapper().AddAsync(read, earlier.ReadBy, earlier, other))["task"].MapVersion);
    }

    [Fact]
    public async Task Filters_find_conversations_by_topic_and_summary()
    {
        var readings = await ReadAsync(ShopTexts.ThreeTopics);
        var findings = TopicFiles.Findings(await Mapper().MapAsync(readings), readings);

        Assert.Equal(new FacetFinding("Negative", "the parcel is late"), findings["late-00"]["sentiment"]);
        Assert.Equal("The customer asks something.", findings["late-00"]["task"].Summary);
    }

    [Fact]
    public void A_run_without_topics_and_a_broken_file_are_told_apart()
    {
        Assert.Contains("make the run's topics first", Assert.Throws<FileNotFoundException>(() => TopicFiles.Load(_folder.Path)).Message);
        _folder.Write(TopicFiles.TopicsFile, "{\n\"format\": 1,\n oops");
        Assert.Contains("topics.json:3", Assert.Throws<InvalidDataException>(() => TopicFiles.Load(_folder.Path)).Message);
    }

    [Fact]
    public async Task A_topic_that_vanishes_is_reported_and_one_that_stays_is_not()
    {
        var before = await ReadAsync(ShopTexts.ThreeTopics, "task");
        var after = await ReadAsync([.. ShopTexts.TwoTopics, .. ShopTexts.TwoTopics.Select(t => t with { Id = t.Id + "b" })], "task");
        var diff = Assert.Single(await TopicDiff.CompareAsync(before, after, Mapper(), await Mapper().MapAsync(before)));

        var promo = diff.Topics.Single(t => t.Name.Contains("promo", StringComparison.OrdinalIgnoreCase));
        Assert.Equal((12, 36, 0, 48, "fell"), (promo.Before.Count, promo.Before.Total, promo.After.Count, promo.After.Total, promo.Verdict));
        Assert.Equal(promo, diff.Topics[0] with { });
        Assert.InRange(promo.Q!.Value, 0, 0.01);
        Assert.All(diff.Topics.Skip(1), t => Assert.Equal("no evidence of a change", t.Verdict));
    }

    [Fact]
    public async Task Two_small_runs_say_that_they_are_too_small()
    {
        var run = await ReadAsync(ShopTexts.ThreeTopics, "task");
        var diff = Assert.Single(await TopicDiff.CompareAsync([.. run.Take(3)], [.. run.Skip(3)], Mapper()));

        Assert.All(diff.Topics, t => Assert.Equal("not enough data", t.Verdict));
    }

    private static RunTopicsMapper Mapper() => new(new TopicOptions());

    private Facet TaskFacet() => Facet.Load(_folder.Write("task.md", "What did the customer want? NONE if nothing."));

    private async Task<IReadOnlyList<FacetReading>> ReadAsync(IReadOnlyList<TopicText> texts, params string[] facets)
    {
        Facet[] all = [TaskFacet(), Facet.Load(_folder.Write("sentiment.md", "How did they feel? NONE if neutral."))];
        var model = new FakeModel((system, user) => !system.StartsWith("How", StringComparison.Ordinal) ? "The customer asks something."
            : user.Contains("parcel", StringComparison.OrdinalIgnoreCase) ? "Negative: the parcel is late" : "Neutral: a plain question");
        return await new FacetReader([.. all.Where(f => facets.Length == 0 || facets.Contains(f.Name))], model).ReadAsync(Conversations(texts));
    }

    private static ConversationRecord[] Conversations(IReadOnlyList<TopicText> texts) =>
        [.. texts.Select(t => Some.Conversation() with { Id = t.Id, Messages = [new Message("user", t.Text), new Message("assistant", "I see.")] })];

    private sealed class FakeModel(Func<string, string, string> answer) : IChatClient
    {
        private readonly Lock _gate = new();
        private int _now;

        public List<(string System, string User)> Asked { get; } = [];

        public List<float?> Temperatures { get; } = [];

        public int MostAtOnce { get; private set; }

        public async Task<ChatResponse> GetResponseAsync(
            IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
        {
            var (system, user) = (
                messages.FirstOrDefault(m => m.Role == ChatRole.System)?.Text ?? "", messages.Single(m => m.Role == ChatRole.User).Text);
            lock (_gate)
            {
                Asked.Add((system, user));
                Temperatures.Add(options?.Temperature);
                MostAtOnce = Math.Max(MostAtOnce, ++_now);
            }

            await Task.Yield();
            lock (_gate)
            {
                _now--;
            }

            return new ChatResponse(new ChatMessage(ChatRole.Assistant, answer(system, user)));
        }

        public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
            IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
            throw new NotSupportedException();

        public object? GetService(Type serviceType, object? serviceKey = null) => null;

        public void Dispose()
        {
        }
    }
}
