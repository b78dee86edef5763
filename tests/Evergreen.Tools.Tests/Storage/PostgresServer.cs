using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Evergreen.Tools.Tests.Storage;

/// <summary>
/// A PostgreSQL server for the tests: the one EVERGREEN_POSTGRES_TEST names (its schema evergreen is dropped again and again), or
/// a private one started from installed binaries on a free port and thrown away afterwards.
/// </summary>
public sealed class PostgresServer : IDisposable
{
    private readonly DirectoryInfo? _folder;
    private readonly string? _binaries;
    private readonly string? _missing;
    private readonly string _connectionString = "";
    private readonly int _port;

    public PostgresServer()
    {
        if (Environment.GetEnvironmentVariable("EVERGREEN_POSTGRES_TEST") is { Length: > 0 } given)
        {
            _connectionString = given;
            return;
        }

        _binaries = FindBinaries();
        if (_binaries is null)
        {
            _missing = "no PostgreSQL: set EVERGREEN_POSTGRES_TEST to a connection string, or install initdb and pg_ctl";
            return;
        }

        _folder = Directory.CreateTempSubdirectory("evergreen-postgres-");
        _port = FreePort();
        _connectionString = $"Host=127.0.0.1;Port={_port};Database=postgres;Username=postgres";
        if (Environment.IsPrivilegedProcess)
        {
            // The server refuses to run as root.
            Run("chown", "postgres", _folder.FullName);
        }

        RunBinary("initdb", "-D", Data, "-U", "postgres", "-A", "trust", "--no-sync", "-E", "UTF8", "--locale=C");
        Start();
    }

    /// <summary>Whether this is a server that tests may stop and start.</summary>
    public bool IsPrivate => _folder is not null;

    private string Data => Path.Combine(_folder!.FullName, "data");

    /// <summary>Its connection string. Skips the test when there is no server, and fails it where CI=true.</summary>
    public string ConnectionString()
    {
        if (_missing is not null && Environment.GetEnvironmentVariable("CI") == "true")
        {
            throw new InvalidOperationException(_missing);
        }

        Skip.If(_missing is not null, _missing);
        return _connectionString;
    }

    /// <summary>As a crash does it: every connection is cut, nothing is shut down in order.</summary>
    public void Crash() => RunBinary("pg_ctl", "-D", Data, "-m", "immediate", "-w", "stop");

    public void Start() => RunBinary(
        "pg_ctl", "-D", Data, "-w", "-l", Path.Combine(_folder!.FullName, "log"),
        "-o", $"-p {_port} -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c fsync=off", "start");

    public void Dispose()
    {
        if (_folder is not null)
        {
            Crash();
            _folder.Delete(recursive: true);
        }
    }

    private static string? FindBinaries()
    {
        var path = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        var installed = Directory.Exists("/usr/lib/postgresql")
            ? Directory.GetDirectories("/usr/lib/postgresql").OrderByDescending(folder => int.TryParse(Path.GetFileName(folder), out var v) ? v : 0)
            : Enumerable.Empty<string>();
        return path.Concat(installed.Select(version => Path.Combine(version, "bin")))
            .FirstOrDefault(folder => File.Exists(Path.Combine(folder, "initdb")) && File.Exists(Path.Combine(folder, "pg_ctl")));
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private void RunBinary(string binary, params string[] arguments)
    {
        var program = Path.Combine(_binaries!, binary);
        if (Environment.IsPrivilegedProcess)
        {
            Run("runuser", ["-u", "postgres", "--", program, .. arguments]);
        }
        else
        {
            Run(program, arguments);
        }
    }

    private void Run(string program, params string[] arguments)
    {
        // Output goes to a file: the server inherits the streams, and a pipe would stay open as long as it lives.
        var output = Path.Combine(_folder!.FullName, "commands.log");
        string Quoted(string argument) => $"'{argument.Replace("'", "'\\''")}'";
        var command = $"{Quoted(program)} {string.Join(' ', arguments.Select(Quoted))} >> {Quoted(output)} 2>&1";
        using var process = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", command]) { WorkingDirectory = _folder.FullName })!;
        process.WaitForExit();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{program} failed: {File.ReadAllText(output)}");
        }
    }
}

[CollectionDefinition(Name)]
public sealed class PostgresCollection : ICollectionFixture<PostgresServer>
{
    public const string Name = "PostgreSQL";
}
