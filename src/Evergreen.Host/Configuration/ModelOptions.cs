using System.CommandLine;
using Evergreen.Host.Commands;
using Evergreen.Host.Models;
using Microsoft.Extensions.AI;

namespace Evergreen.Host.Configuration;

/// <summary>The options that say which models play agent and customers, and how hard they may be asked.</summary>
internal sealed class ModelOptions
{
    private readonly Setting<string> _model = new("--model", null, SettingText.AsIs)
    {
        Description = $"The agent's model: a name the server knows, or rehearsal. {ModelChoice.Rule}",
        HelpName = "NAME",
    };

    private readonly Setting<string> _customerModel = new("--customer-model", null, SettingText.AsIs)
    {
        Description = "The model that makes up the customers' follow-ups; the agent's by default.",
        HelpName = "NAME",
    };

    private readonly ModelCallOptions _calls = new(spent: "no further conversation begins");

    /// <summary>Gives a command these options.</summary>
    public void AddTo(Command command)
    {
        command.Add(_model);
        command.Add(_customerModel);
        _calls.AddTo(command);
    }

    /// <summary>The customers' model as it was named, or null.</summary>
    public string? CustomerModel(ParseResult parsed) => _customerModel.Of(parsed);

    /// <summary>Reads what is named; no file is made and no server is asked yet.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="context">Variables and clock.</param>
    /// <param name="rehearsal">Makes the offline stand-in.</param>
    /// <param name="seed">The run's seed.</param>
    /// <exception cref="ArgumentException">Options contradict one another, or a model cannot be reached.</exception>
    public ModelGateways Open(ParseResult parsed, CommandContext context, Func<IChatClient> rehearsal, long seed)
    {
        var endpoint = OpenAIEndpoint.Read(context.Variable);
        var models = ModelGateways.Open(_calls.Read(parsed, seed), _model.Of(parsed), endpoint, rehearsal, context.Clock);
        if (_customerModel.Of(parsed) is { } customer)
        {
            models.Choose(customer, "--customer-model");
        }

        return models;
    }
}
