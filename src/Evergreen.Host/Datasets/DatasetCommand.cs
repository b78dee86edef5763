using Evergreen.Host.Commands;

namespace Evergreen.Host.Datasets;

/// <summary><c>dataset create | list | show | validate | push | pull</c></summary>
internal sealed class DatasetCommand : EvergreenCommand
{
    public DatasetCommand(CommandContext context)
        : base(
            "dataset",
            $"Turn conversations into rows that releases are evaluated on. NAME is {DatasetName.Folder}/NAME{DatasetName.Ending}, or a file.",
            "dataset create sizing-returns --from runs/v1 --where sentiment=negative --where task~returns",
            "dataset show sizing-returns")
    {
        Add(new DatasetCreateCommand(context.Terminal));
        Add(new DatasetListCommand(context.Terminal));
        Add(new DatasetShowCommand(context.Terminal));
        Add(new DatasetValidateCommand(context.Terminal));
        Add(new DatasetPushCommand(context));
        Add(new DatasetPullCommand(context));
    }
}
