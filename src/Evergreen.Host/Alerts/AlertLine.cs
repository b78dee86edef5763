using Evergreen.Host.Display;
using Evergreen.Insights.Alerts;

namespace Evergreen.Host.Alerts;

/// <summary>A verdict as programs read it.</summary>
internal sealed record AlertLine(
    string Rule, string State, string Measure, double? Value, double? Above, double? Below, string Window, int Sample, string? Reason)
{
    public static AlertLine Of(AlertVerdict verdict) => new(
        verdict.Rule.Name,
        Words.OfEnding(verdict.State.ToString()).Replace(' ', '_'),
        verdict.Rule.Measure.ToString(),
        verdict.Value,
        verdict.Rule.Above,
        verdict.Rule.Below,
        verdict.Rule.Window.ToString(),
        verdict.Sample,
        verdict.Reason);
}
