using Evergreen.Host.Commands;
using Evergreen.Host.Display;

var terminal = Terminal.OfProcess();
using var interruption = new Interruption();
return await CommandLine.RunAsync(args, CommandContext.OfProcess(terminal), interruption.Token);
