using System.CommandLine;

namespace Evergreen.Host.Commands;

/// <summary>A command whose help ends with examples.</summary>
internal abstract class EvergreenCommand(string name, string description, params string[] examples) : Command(name, description)
{
    /// <summary>What a user may type, without the program's name.</summary>
    public IReadOnlyList<string> Examples { get; } = examples;
}
