using Evergreen.Insights.Alerts;

namespace Evergreen.Insights.Tests.Alerts;

public sealed class AlertRuleFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_shipped_rules_are_valid_and_use_every_measure()
    {
        var rules = AlertRuleFile.Load(Repository.PathOf("rules/alerts.json"));

        Assert.Equal(6, rules.Select(rule => rule.Measure.GetType()).Distinct().Count());
    }

    [Fact]
    public void A_rule_is_read_with_its_limit_window_and_sample()
    {
        var rule = Load("""{ "name": "tickets", "measure": "share", "where": ["ending=Escalated", "category=billing"], "below": 0.3, "minutes": 90, "min_sample": 7 }""");

        Assert.Equal("share of ending=Escalated and category=billing", rule.Measure.ToString());
        Assert.Equal((0.3, null, 7), (rule.Below, rule.Above, rule.MinSample));
        Assert.Equal(("below 0.3", "last 90 minutes"), (rule.Limit, rule.Window.ToString()));
    }

    [Theory]
    [InlineData("""{ "measure": "retries", "above": 1 }""", "field \"name\" is missing; give what the rule is called")]
    [InlineData("""{ "name": "x", "measure": "retrys", "above": 1 }""", "field \"measure\" is \"retrys\"; use one of share, check_rate")]
    [InlineData("""{ "name": "x", "measure": "retries" }""", "give one limit, \"above\" or \"below\"")]
    [InlineData("""{ "name": "x", "measure": "retries", "above": 1, "below": 2 }""", "give one limit, \"above\" or \"below\"")]
    [InlineData("""{ "name": "x", "measure": "retries", "above": "1" }""", "field \"above\" is \"1\"; give a number")]
    [InlineData("""{ "name": "x", "measure": "retries", "above": -1 }""", "field \"above\" is -1; give a number from 0")]
    [InlineData("""{ "name": "x", "measure": "retries", "above": 1, "minutes": 5, "conversations": 5 }""", "give one window")]
    [InlineData("""{ "name": "x", "measure": "retries", "above": 1, "where": ["turns=1"] }""", "field \"where\" belongs to the measure \"share\"")]
    [InlineData("""{ "name": "x", "measure": "share", "above": 1 }""", "field \"where\" is missing; give a list of conditions")]
    [InlineData("""{ "name": "x", "measure": "share", "above": 1, "where": [] }""", "field \"where\": give a list of conditions")]
    [InlineData("""{ "name": "x", "measure": "check_rate", "above": 1, "check": "dead_end" }""", "use one of dead_end_after_not_found,")]
    [InlineData("""{ "name": "x", "measure": "mean_score", "below": 1 }""", "field \"scorer\" is missing; give a scorer's name")]
    [InlineData("""{ "name": "x", "measure": "retries", "abov": 1 }""", "\"abov\"")]
    [InlineData("""{ "name": "one", "measure": "retries", "above": 1 }""", "another rule has this name")]
    public void A_mistake_is_named_by_file_line_and_mend(string rule, string message)
    {
        var error = Assert.Throws<InvalidDataException>(() => Load("""{ "name": "one", "measure": "retries", "above": 1 },""" + "\n" + rule));

        Assert.Contains("mine.json:2: ", error.Message);
        Assert.Contains(message, error.Message);
    }

    [Fact]
    public void A_file_without_rules_is_refused() =>
        Assert.Contains("field \"rules\" is empty", Assert.Throws<InvalidDataException>(() => Load("")).Message);

    private AlertRule Load(string rules) => AlertRuleFile.Load(_folder.Write("mine.json", $"{{ \"rules\": [{rules}] }}"))[^1];
}
