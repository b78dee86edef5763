using System.CommandLine;
using Evergreen.Host.Configuration;
using Evergreen.Host.Serving;
using Evergreen.Insights.Releases;
using Evergreen.Tools.Remote;
using Evergreen.Tools.Services;
using Evergreen.Tools.Shop;

namespace Evergreen.Host.Commands;

/// <summary><c>serve shop</c>: our shop behind the routes of a Supabase project, on loopback.</summary>
internal sealed class ServeCommand : EvergreenCommand
{
    public ServeCommand(CommandContext context)
        : base("serve", "Serve parts of the simulator to other programs.", "serve shop --port 54321") =>
        Add(new Shop(context));

    private sealed class Shop : EvergreenCommand
    {
        private readonly CommandContext _context;

        private readonly Setting<int> _port = new("--port", "54321", SettingText.WholeNumber(0, 65535))
        {
            Description = "Where to listen on 127.0.0.1; 0 takes any free port.",
            HelpName = "N",
        };

        private readonly Setting<string> _store = new("--store", "memory", SettingText.OneOf("memory", "postgres"))
        {
            Description = $"Where the shop's rows are kept: memory, or postgres ({Shops.PostgresVariable}).",
            HelpName = "STORE",
        };

        private readonly Setting<string> _faults = new("--faults", "none", SettingText.AsIs)
        {
            Description = "How the shop's services fail: none, mild, harsh, or a fault plan.",
            HelpName = "NAME|FILE",
        };

        private readonly Setting<long> _seed = new("--seed", "0", SettingText.Seed)
        {
            Description = "Faults are drawn from it.",
            HelpName = "S",
        };

        private readonly Setting<string> _release = new("--release", "v2", SettingText.AsIs)
        {
            Description = "Whose refund rule holds: v1, v2, or a release file.",
            HelpName = "NAME|FILE",
        };

        private readonly Setting<DateTimeOffset?> _worldClock = new("--world-clock", null, text => SettingText.Moment(text))
        {
            Description = "What time it is in the shop, e.g. 2026-03-31; today by default.",
            HelpName = "DATE",
        };

        public Shop(CommandContext context)
            : base(
                "shop",
                $"Serve the shop behind the routes of a Supabase project, until Ctrl-C. Requests must carry {Shops.SupabaseKeyVariable} when it is set.",
                "serve shop --port 54321 --faults mild")
        {
            _context = context;
            foreach (var option in new Option[] { _port, _store, _faults, _seed, _release, _worldClock })
            {
                Add(option);
            }

            SetAction(ServeAsync);
        }

        private async Task<int> ServeAsync(ParseResult parsed, CancellationToken stop)
        {
            var options = new ShopOptions
            {
                RefundableStatuses = ReleaseFile.Load(_release.Of(parsed)!, ContentFiles.Find("releases")).RefundableStatuses,
                FaultPlan = FaultPlan.Load(_faults.Of(parsed)!),
                Seed = _seed.Of(parsed),
                WorldClock = _worldClock.Of(parsed) ?? new DateTimeOffset(_context.Clock.GetUtcNow().Date, TimeSpan.Zero),
            };
            var key = _context.Variable(Shops.SupabaseKeyVariable) is { Length: > 0 } set ? set : null;
            await using var shop = await Shops.OpenAsync(_store.Of(parsed)!, options, folder: "", _context.Variable, _context.Clock, stop);
            await using var server = await StartAsync(new ShopRoutes(shop, _context.Clock, key), _port.Of(parsed), stop);
            _context.Terminal.Out.WriteLine($"{Shops.SupabaseUrlVariable}={server.Url.GetLeftPart(UriPartial.Authority)}");
            _context.Terminal.Error.WriteLine(
                $"serving the shop; {(key is null ? $"any {Shops.SupabaseKeyVariable} will do" : $"{Shops.SupabaseKeyVariable} is asked for")}; Ctrl-C ends it");

            var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            await using var registration = stop.Register(() => ended.TrySetResult());
            await ended.Task;
            return ExitCode.Done;
        }

        private static async Task<ShopServer> StartAsync(ShopRoutes routes, int port, CancellationToken stop)
        {
            try
            {
                return await ShopServer.StartAsync(routes, port, stop);
            }
            catch (IOException e)
            {
                throw new ArgumentException($"--port {port}: {e.Message.TrimEnd('.')}; give another, or 0 for any that is free", e);
            }
        }
    }
}
