import { type Command, Option } from 'commander';
import type { ServedPart } from '../../services/part/served-part.ts';
import type { Start } from '../commands/serve.ts';
import type { Io } from '../io.ts';
import { port } from '../option-values.ts';
import { serveOptions } from '../part-options.ts';
import type { ServeFlags } from '../settings.ts';
import { addWireOptions } from './wire-options.ts';

/** The command `serve` and, hidden, `standby`: a process of a part that waits to be started. */
export function addServe(
  program: Command,
  parts: readonly ServedPart[],
  io: Io,
  setExitCode: (code: number) => void,
): void {
  const names = parts.map(({ name }) => name);
  const partNamed = (name: string) => parts.find((part) => part.name === name) as ServedPart;
  const ownOptions = serveOptions(parts);
  // Of the run that a part belongs to; it is told to a part that stands by.
  let start: Start | undefined;
  const serving = program
    .command('serve')
    .description('run one part alone, in this terminal')
    .addArgument(program.createArgument('<part>', 'the part').choices(names))
    .addOption(new Option('--port <port>', "its port (default: the tutorial's, or the next free one)").argParser(port))
    .option('--or-next', 'with --port: take the next free port where that one is taken')
    .option(
      '--host <address>',
      'the address to listen on; anything but loopback lets others on your network in',
      '127.0.0.1',
    )
    .action(async (name: string, options: ServeFlags, command: Command) => {
      const { checkServe } = await import('../settings-check.ts');
      checkServe(name, ownOptions, (option) => command.getOptionValueSource(option) === 'cli');
      const { serve } = await import('../commands/serve.ts');
      const part = partNamed(name);
      const listen = {
        host: options.host,
        port: options.port ?? part.port,
        pinned: options.port !== undefined && !options.orNext,
      };
      setExitCode(await serve({ part, listen, options }, io, start));
    });
  for (const { option } of ownOptions) serving.addOption(option);
  addWireOptions(serving, io, () => start?.secrets.KEY_PASSPHRASE);

  program
    .command('standby', { hidden: true })
    .addArgument(program.createArgument('<part>', 'the part').choices(names))
    .action(async (name: string) => {
      if (!process.connected) program.error(`error: standby is for the program itself. By hand it is: serve ${name}`);
      const { standBy } = await import('../commands/serve.ts');
      start = await standBy(partNamed(name), io.signal);
      if (start) await program.parseAsync(['serve', name, ...start.args], { from: 'user' });
      else process.disconnect();
    });
}
