using System.Xml.Linq;

namespace Evergreen.Host.Tests.Layering;

/// <summary>Which room may lean on which, and on what from outside. Widening a line here is a decision about the design.</summary>
public class LayeringTests
{
    private sealed record Room(string[] Projects, string[] Packages);

    private static readonly Dictionary<string, Room> Rooms = new()
    {
        ["Evergreen.Tools"] = new([], ["Dapper", "Microsoft.Data.Sqlite", "Npgsql", "Polly.Core"]),
        ["Evergreen.Insights"] = new([], ["Microsoft.Extensions.AI.Abstractions", "System.Numerics.Tensors"]),
        ["Evergreen.Rehearsal"] = new([], ["Microsoft.Extensions.AI.Abstractions"]),
        ["Evergreen.Actors"] = new(
            ["Evergreen.Insights", "Evergreen.Tools"],
            ["Akka", "Akka.Hosting", "Microsoft.Extensions.AI.Abstractions"]),
        ["Evergreen.Host"] = new(
            ["Evergreen.Actors", "Evergreen.Rehearsal"],
            [
                "Google.Protobuf", "Microsoft.Extensions.AI", "Microsoft.Extensions.AI.OpenAI", "Microsoft.Extensions.Hosting", "OpenAI",
                "OpenTelemetry", "OpenTelemetry.Exporter.OpenTelemetryProtocol", "Polly.Core",
                "Serilog", "Serilog.Extensions.Hosting", "Serilog.Sinks.Console", "Serilog.Sinks.File",
                "Spectre.Console", "System.CommandLine",
            ]),
    };

    private static readonly string[] EmptyNames = ["Core", "Common", "Shared", "Helpers", "Abstractions", "Utils"];

    public static TheoryData<string> RoomNames => [.. Rooms.Keys];

    [Fact]
    public void Every_project_under_src_is_a_known_room() =>
        Assert.Equal(
            Rooms.Keys.Order(StringComparer.Ordinal),
            Repository.Files("src", "*.csproj").Select(Path.GetFileNameWithoutExtension).Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(RoomNames))]
    public void A_room_leans_only_on_the_rooms_below_it(string name) =>
        Assert.Empty(References(name, "ProjectReference").Select(Path.GetFileNameWithoutExtension).Except(Rooms[name].Projects));

    [Theory]
    [MemberData(nameof(RoomNames))]
    public void A_room_takes_only_the_packages_its_work_needs(string name) =>
        Assert.Empty(References(name, "PackageReference").Except(Rooms[name].Packages));

    [Fact]
    public void No_project_or_folder_has_a_name_that_says_nothing() =>
        Assert.Empty(
            new[] { "src", "tests" }
                .SelectMany(top => Repository.Folders(Path.Combine(Repository.Root, top)))
                .Where(folder => Path.GetFileName(folder).Split('.').Intersect(EmptyNames).Any())
                .Select(Repository.Relative));

    [Fact]
    public void No_source_file_is_longer_than_400_lines() =>
        Assert.Empty(
            new[] { "src", "tests" }
                .SelectMany(top => Repository.Files(top, "*.cs"))
                .Where(file => File.ReadLines(file).Skip(400).Any())
                .Select(Repository.Relative));

    private static IEnumerable<string> References(string room, string kind) =>
        XDocument.Load(Path.Combine(Repository.Root, "src", room, room + ".csproj"))
            .Descendants(kind)
            .Select(reference => reference.Attribute("Include")!.Value);
}
