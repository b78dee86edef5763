using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Evergreen.Insights.Tests.Reports.Browser;

/// <summary>An open page, used as a person uses it: by pointer and keys. What went wrong on it is remembered.</summary>
internal sealed class BrowserPage : IAsyncDisposable
{
    private readonly DevTools _tools;
    private readonly string _session;
    private readonly string _target;
    private readonly ConcurrentQueue<string> _problems = new();
    private readonly ConcurrentQueue<string> _requests = new();

    public BrowserPage(DevTools tools, string session, string target)
    {
        (_tools, _session, _target) = (tools, session, target);
        tools.Received += Take;
    }

    /// <summary>Exceptions, and what the console was told as an error or a warning.</summary>
    public IReadOnlyCollection<string> Problems => _problems;

    /// <summary>Everything the page asked for, itself included.</summary>
    public IReadOnlyCollection<string> Requests => _requests;

    public async Task GoAsync(Uri address, int width, bool dark, bool still)
    {
        foreach (var domain in new[] { "Page", "Runtime", "Log", "Network" })
        {
            await SendAsync($"{domain}.enable");
        }

        await SendAsync("Emulation.setDeviceMetricsOverride", new JsonObject { ["width"] = width, ["height"] = 900, ["deviceScaleFactor"] = 1, ["mobile"] = width < 500 });
        await SendAsync("Emulation.setEmulatedMedia", new JsonObject
        {
            ["features"] = new JsonArray(
                new JsonObject { ["name"] = "prefers-color-scheme", ["value"] = dark ? "dark" : "light" },
                new JsonObject { ["name"] = "prefers-reduced-motion", ["value"] = still ? "reduce" : "no-preference" }),
        });
        await SendAsync("Page.navigate", new JsonObject { ["url"] = address.AbsoluteUri });
        await UntilAsync("location.protocol === 'file:' && document.readyState === 'complete' && document.querySelector('#masthead h1')");
    }

    /// <summary>Evaluates an expression, a promise included.</summary>
    public async Task<T> EvaluateAsync<T>(string expression)
    {
        var answer = await SendAsync("Runtime.evaluate", new JsonObject { ["expression"] = expression, ["awaitPromise"] = true, ["returnByValue"] = true });
        return answer.TryGetProperty("exceptionDetails", out var problem)
            ? throw new InvalidOperationException($"{expression}: {problem.GetRawText()}")
            : answer.GetProperty("result").TryGetProperty("value", out var value) ? value.Deserialize<T>()! : default!;
    }

    /// <summary>Waits until an expression is true.</summary>
    public Task UntilAsync(string expression) => EvaluateAsync<bool>($$"""
        new Promise((done, fail) => {
          const began = performance.now();
          (function look() {
            if ({{expression}}) done(true);
            else if (performance.now() - began > 20000) fail(new Error('waited in vain'));
            else setTimeout(look, 10);
          })();
        })
        """);

    /// <summary>Clicks into the middle of the first element that a selector finds.</summary>
    public async Task ClickAsync(string selector)
    {
        var (x, y) = await HoverAsync(selector);
        foreach (var type in new[] { "mousePressed", "mouseReleased" })
        {
            await MouseAsync(type, x, y, "left");
        }
    }

    /// <summary>Brings an element into view and the pointer over its middle.</summary>
    public async Task<(double X, double Y)> HoverAsync(string selector)
    {
        var place = await EvaluateAsync<double[]>($$"""
            (() => {
              const element = document.querySelector({{JsonSerializer.Serialize(selector)}});
              element.scrollIntoView({ block: 'center', behavior: 'instant' });
              const box = element.getBoundingClientRect();
              return [box.x + box.width / 2, box.y + box.height / 2];
            })()
            """);
        await MouseAsync("mouseMoved", place[0], place[1], "none");
        return (place[0], place[1]);
    }

    /// <summary>Presses keys one after the other, e.g. Tab, Enter, ArrowDown, Escape.</summary>
    public async Task PressAsync(params string[] keys)
    {
        foreach (var key in keys)
        {
            var code = key switch { "Tab" => 9, "Enter" => 13, "Escape" => 27, "ArrowLeft" => 37, "ArrowUp" => 38, "ArrowRight" => 39, "ArrowDown" => 40, _ => 0 };
            await SendAsync("Input.dispatchKeyEvent", new JsonObject
            {
                ["type"] = "keyDown", ["key"] = key, ["code"] = key, ["windowsVirtualKeyCode"] = code, ["text"] = key == "Enter" ? "\r" : "",
            });
            await SendAsync("Input.dispatchKeyEvent", new JsonObject { ["type"] = "keyUp", ["key"] = key, ["code"] = key, ["windowsVirtualKeyCode"] = code });
        }
    }

    public async ValueTask DisposeAsync()
    {
        _tools.Received -= Take;
        await _tools.SendAsync("Target.closeTarget", new JsonObject { ["targetId"] = _target });
    }

    private Task<JsonElement> MouseAsync(string type, double x, double y, string button) => SendAsync(
        "Input.dispatchMouseEvent", new JsonObject { ["type"] = type, ["x"] = x, ["y"] = y, ["button"] = button, ["clickCount"] = 1 });

    private Task<JsonElement> SendAsync(string method, JsonObject? parameters = null) => _tools.SendAsync(method, parameters, _session);

    private void Take(string session, string method, JsonElement parameters)
    {
        if (session != _session)
        {
            return;
        }

        switch (method)
        {
            case "Runtime.exceptionThrown":
                _problems.Enqueue(parameters.GetProperty("exceptionDetails").GetRawText());
                break;
            case "Runtime.consoleAPICalled" when parameters.GetProperty("type").GetString() is "error" or "warning" or "assert":
                _problems.Enqueue(parameters.GetProperty("args").GetRawText());
                break;
            case "Log.entryAdded" when parameters.GetProperty("entry").GetProperty("level").GetString() is "error" or "warning":
                _problems.Enqueue(parameters.GetProperty("entry").GetRawText());
                break;
            case "Network.requestWillBeSent":
                _requests.Enqueue(parameters.GetProperty("request").GetProperty("url").GetString()!);
                break;
        }
    }
}
