using Evergreen.Host.Commands;
using Evergreen.Host.Tracing;

namespace Evergreen.Host.Braintrust;

/// <summary>How commands come by Braintrust's objects.</summary>
internal static class RemoteSettings
{
    /// <summary>How long a service that is not well is waited for.</summary>
    public static Setting<TimeSpan> WaitOption() => new("--wait", "60s", SettingText.PositiveDuration)
    {
        Description = "How long Braintrust is waited for when it is not well.",
        HelpName = "TIME",
    };

    /// <summary>A client with the user's key.</summary>
    /// <exception cref="ArgumentException">There is no key, or an address is none.</exception>
    public static BraintrustClient Client(CommandContext context, TimeSpan patience) => new(
        BraintrustSettings.Read(context.Variable) ?? throw new ArgumentException($"{BraintrustSettings.KeyVariable} is not set; Braintrust asks for a key"),
        patience,
        context.Clock);
}
