using System.Diagnostics;

namespace Evergreen.HttpBench;

/// <summary>This program again, in a process of its own, so that CPU time and memory are one contestant's alone.</summary>
internal sealed class ChildProcess : IDisposable
{
    private readonly Process _process;

    private ChildProcess(Process process) => _process = process;

    public static ChildProcess Start(params string[] arguments)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true, RedirectStandardInput = true };
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        return new ChildProcess(Process.Start(start)!);
    }

    public async Task<string> ReadLineAsync() =>
        await _process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("the process ended without a word");

    /// <summary>Tells the process to end, and gives its last line.</summary>
    public async Task<string> StopAsync()
    {
        _process.StandardInput.Close();
        var line = await ReadLineAsync();
        await _process.WaitForExitAsync();
        return line;
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.Dispose();
    }
}
