namespace Evergreen.Insights.Releases;

/// <summary>What is under test: the agent's prompt, the shop's refund rule and the retry policy, together.</summary>
/// <param name="Name">E.g. <c>v2</c>.</param>
/// <param name="SystemPrompt">The prompt file's text.</param>
/// <param name="PromptFile">Where the prompt was read from.</param>
/// <param name="RefundableStatuses">Order statuses in which the shop grants a refund.</param>
/// <param name="Retry">What the tool supervisors do about transient failures.</param>
public sealed record Release(
    string Name,
    string SystemPrompt,
    string PromptFile,
    IReadOnlyList<string> RefundableStatuses,
    RetrySettings Retry);

/// <summary>How transient tool failures are retried.</summary>
/// <param name="MaxRetries">Attempts beyond the first; 0 hands every failure straight to the agent.</param>
/// <param name="FirstDelaySeconds">The wait before the second attempt. Default 1.5.</param>
/// <param name="Factor">What each further wait is multiplied by. Default 2.</param>
/// <param name="Jitter">The share by which a wait is spread either way, 0 to 1. Default 0.2.</param>
public sealed record RetrySettings(int MaxRetries, double FirstDelaySeconds = 1.5, double Factor = 2, double Jitter = 0.2);
