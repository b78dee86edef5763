using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;

namespace Evergreen.Insights.Tests.Reports.Browser;

/// <summary>A headless Chromium of this machine, started once for the tests that look at pages.</summary>
public sealed class Chromium : IAsyncLifetime
{
    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"];

    private Process? _process;
    private DevTools? _tools;
    private string? _profile;

    /// <summary>How long anything may take before it counts as broken.</summary>
    public static TimeSpan Patience { get; } = TimeSpan.FromSeconds(60);

    /// <summary>Why there is no browser; null when there is one.</summary>
    public string? Missing { get; private set; }

    public async Task InitializeAsync()
    {
        var executable = Names.SelectMany(name => Folders().Select(folder => Path.Combine(folder, name))).FirstOrDefault(File.Exists);
        if (executable is null)
        {
            Missing = $"no Chromium on the PATH ({string.Join(", ", Names)}); install the package chromium";
            return;
        }

        _profile = Directory.CreateTempSubdirectory("evergreen-chromium-").FullName;
        _process = Process.Start(new ProcessStartInfo(executable,
        [
            "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-quic", "--no-first-run", "--disable-background-networking",
            "--disable-component-update", "--disable-sync", "--force-color-profile=srgb", "--remote-debugging-port=0", $"--user-data-dir={_profile}", "about:blank",
        ])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        })!;
        _tools = await DevTools.ConnectAsync(await AddressAsync(_process).WaitAsync(Patience));
    }

    /// <summary>Opens a file as a page of its own.</summary>
    /// <param name="file">An HTML file.</param>
    /// <param name="width">Pixels of its window.</param>
    /// <param name="dark">Whether the user prefers dark colours.</param>
    /// <param name="still">Whether the user prefers reduced motion.</param>
    internal async Task<BrowserPage> OpenAsync(string file, int width = 1280, bool dark = false, bool still = true)
    {
        Skip.If(Missing is not null, Missing);
        var target = (await _tools!.SendAsync("Target.createTarget", new JsonObject { ["url"] = "about:blank" })).GetProperty("targetId").GetString()!;
        var session = (await _tools.SendAsync("Target.attachToTarget", new JsonObject { ["targetId"] = target, ["flatten"] = true })).GetProperty("sessionId").GetString()!;
        var page = new BrowserPage(_tools, session, target);
        await page.GoAsync(new Uri(Path.GetFullPath(file)), width, dark, still);
        return page;
    }

    public async Task DisposeAsync()
    {
        if (_tools is not null)
        {
            await _tools.SendAsync("Browser.close");
            await _tools.DisposeAsync();
        }

        if (_process is not null)
        {
            await _process.WaitForExitAsync().WaitAsync(Patience);
            _process.Dispose();
            Directory.Delete(_profile!, recursive: true);
        }
    }

    // The browser chooses a free port and tells it on its error stream.
    private static async Task<Uri> AddressAsync(Process process)
    {
        const string Told = "DevTools listening on ";
        var address = new TaskCompletionSource<Uri>(TaskCreationOptions.RunContinuationsAsynchronously);
        var said = new StringBuilder();
        process.ErrorDataReceived += (_, line) =>
        {
            if (line.Data is null)
            {
                address.TrySetException(new IOException($"the browser ended before it could be reached: {said}"));
            }
            else if (line.Data.StartsWith(Told, StringComparison.Ordinal))
            {
                address.TrySetResult(new Uri(line.Data[Told.Length..]));
            }
            else
            {
                said.AppendLine(line.Data);
            }
        };
        process.BeginErrorReadLine();
        process.BeginOutputReadLine();
        return await address.Task;
    }

    private static string[] Folders() => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
}
