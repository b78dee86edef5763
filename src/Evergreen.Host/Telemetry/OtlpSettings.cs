using System.Globalization;
using OpenTelemetry.Exporter;
using OpenTelemetry.Resources;

namespace Evergreen.Host.Telemetry;

/// <summary>Where spans and metrics are exported to over OTLP, as HTTP with protobuf, and under what name.</summary>
/// <param name="Endpoint">The address the signals' paths are added to, with a slash at its end.</param>
internal sealed record OtlpSettings(Uri Endpoint)
{
    public const string EndpointVariable = "OTEL_EXPORTER_OTLP_ENDPOINT";
    public const string HeadersVariable = "OTEL_EXPORTER_OTLP_HEADERS";
    public const string ProtocolVariable = "OTEL_EXPORTER_OTLP_PROTOCOL";
    public const string TimeoutVariable = "OTEL_EXPORTER_OTLP_TIMEOUT";
    public const string ServiceVariable = "OTEL_SERVICE_NAME";
    public const string ResourceVariable = "OTEL_RESOURCE_ATTRIBUTES";
    public const string DisabledVariable = "OTEL_SDK_DISABLED";

    private const string Protocol = "http/protobuf";
    private const string TracesPath = "v1/traces";

    /// <summary>Headers of every request, as <c>name=value,name=value</c>: a secret. Default none.</summary>
    public string? Headers { get; init; }

    /// <summary>How long an answer may take. Default 10 s.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>What the program calls itself. Default <c>evergreen</c>.</summary>
    public string ServiceName { get; init; } = "evergreen";

    /// <summary>Further attributes of the program. Default none.</summary>
    public IReadOnlyList<KeyValuePair<string, object>> ResourceAttributes { get; init; } = [];

    public Uri Traces => new(Endpoint, TracesPath);

    public Uri Metrics => new(Endpoint, "v1/metrics");

    /// <summary>An exporter's options for one signal.</summary>
    public OtlpExporterOptions Exporter(Uri signal, OtlpAnswers answers) => new()
    {
        Endpoint = signal,
        Protocol = OtlpExportProtocol.HttpProtobuf,
        Headers = Headers,
        TimeoutMilliseconds = (int)Timeout.TotalMilliseconds,
        HttpClientFactory = () => new HttpClient(answers) { Timeout = Timeout },
    };

    /// <summary>Who the spans and measurements come from.</summary>
    public ResourceBuilder Resource() => ResourceBuilder.CreateEmpty()
        .AddTelemetrySdk()
        .AddService(ServiceName, serviceVersion: typeof(OtlpSettings).Assembly.GetName().Version?.ToString(3), autoGenerateServiceInstanceId: false)
        .AddAttributes(ResourceAttributes);

    /// <summary>Reads an address a user wrote.</summary>
    /// <exception cref="FormatException">It is none; says what to write.</exception>
    public static Uri Address(string text)
    {
        var trimmed = text.Trim().TrimEnd('/');
        trimmed = trimmed.EndsWith(TracesPath, StringComparison.Ordinal) ? trimmed[..^TracesPath.Length].TrimEnd('/') : trimmed;
        return Uri.TryCreate(trimmed + "/", UriKind.Absolute, out var address)
            && address is { Scheme: "http" or "https", UserInfo: "", Query: "", Fragment: "" }
                ? address
                : throw new FormatException($"give a collector's address such as http://localhost:4318; a key belongs into {HeadersVariable}");
    }

    /// <summary>What to export to; null for nowhere.</summary>
    /// <param name="asked">The address a user asked for; null to go by the variables alone.</param>
    /// <param name="variable">Gives a variable's value by its name.</param>
    /// <exception cref="ArgumentException">A variable makes no sense.</exception>
    public static OtlpSettings? Read(Uri? asked, Func<string, string?> variable)
    {
        if (asked is null && (Value(EndpointVariable) is null || Value(DisabledVariable) is "true"))
        {
            return null;
        }

        if (Value(ProtocolVariable) is { } protocol and not Protocol)
        {
            throw new ArgumentException(
                $"{ProtocolVariable} is \"{protocol}\"; only {Protocol} is spoken here, which collectors take at port 4318");
        }

        var standard = new OtlpSettings(asked ?? EndpointOf(Value(EndpointVariable)!));
        return standard with
        {
            Headers = Value(HeadersVariable),
            Timeout = Value(TimeoutVariable) is { } text ? Milliseconds(text) : standard.Timeout,
            ServiceName = Value(ServiceVariable) ?? standard.ServiceName,
            ResourceAttributes = [.. Attributes(Value(ResourceVariable))],
        };

        string? Value(string name) => variable(name) is { } text && !string.IsNullOrWhiteSpace(text) ? text.Trim() : null;
    }

    private static Uri EndpointOf(string text)
    {
        try
        {
            return Address(text);
        }
        catch (FormatException e)
        {
            throw new ArgumentException($"{EndpointVariable}: {e.Message}", e);
        }
    }

    private static TimeSpan Milliseconds(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0
            ? TimeSpan.FromMilliseconds(number)
            : throw new ArgumentException($"{TimeoutVariable} is \"{text}\"; give milliseconds");

    private static IEnumerable<KeyValuePair<string, object>> Attributes(string? text)
    {
        foreach (var pair in text?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [])
        {
            var parts = pair.Split('=', 2);
            yield return parts is [{ Length: > 0 } name, var value]
                ? new KeyValuePair<string, object>(name.Trim(), Uri.UnescapeDataString(value.Trim()))
                : throw new ArgumentException($"{ResourceVariable}: \"{pair}\" is no attribute; write name=value");
        }
    }
}
