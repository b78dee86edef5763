namespace Evergreen.Host.Tests.Reports;

public sealed class ReportCommandTests : IDisposable
{
    private readonly TemporaryFolder _temporary = new();

    public void Dispose() => _temporary.Dispose();

    [Fact]
    public async Task A_runs_report_lies_in_its_folder_unless_told_otherwise()
    {
        var run = Run();

        var outcome = await Program.RunAsync("report", run);

        Assert.Equal(0, outcome.ExitCode);
        Assert.StartsWith($"{Path.Combine(run, "report.html")}: 2 conversations, ", outcome.Output);
        Assert.StartsWith("<!doctype html>", File.ReadAllText(Path.Combine(run, "report.html")));
        Assert.DoesNotContain(_temporary.Entries(), entry => entry.EndsWith(".tmp", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_report_that_is_there_is_replaced()
    {
        var file = _temporary.Write("old.html", "an older report");

        var outcome = await Program.RunAsync("report", Run(), "--out", file);

        Assert.Equal(0, outcome.ExitCode);
        Assert.DoesNotContain("an older report", File.ReadAllText(file));
    }

    [Fact]
    public async Task Conditions_say_which_conversations_are_in_it()
    {
        var outcome = await Program.RunAsync("report", Run(), "--where", "category=billing");

        Assert.Contains(": 1 conversation, ", outcome.Output);
    }

    [Theory]
    [InlineData("run", "--where", "categry=billing", "there is no \"categry\"")]
    [InlineData("run", "--out", "report.txt", "a report is an HTML file")]
    [InlineData("run", "--out", ".", "is a folder; name a file in it")]
    [InlineData("empty", "--where", "turns=1", "neither a run's folder (it has no run.json) nor an experiment's (no summary.json)")]
    [InlineData("nowhere", "--where", "turns=1", "no such folder")]
    public async Task What_cannot_be_is_refused_and_nothing_is_written(string folder, string option, string value, string message)
    {
        Run();
        Directory.CreateDirectory(_temporary["empty"]);
        var before = _temporary.Entries().ToList();

        var outcome = await Program.RunAsync("report", _temporary[folder], option, option == "--out" ? _temporary[value] : value);

        Assert.Equal(2, outcome.ExitCode);
        Assert.Contains(message, outcome.Error);
        Assert.Equal(before, _temporary.Entries());
    }

    private string Run() =>
        _temporary.WriteRun("run", SomeRun.Conversation("billing-01.1", "I was charged twice"), SomeRun.Conversation("returns-01.1", "Too small"));
}
