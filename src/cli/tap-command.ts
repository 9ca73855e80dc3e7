import { type Command, Option } from 'commander';
import { PROTOCOLS } from '../../services/part/tap/protocol.ts';
import type { TapFlags } from '../commands/tap.ts';
import type { Io } from '../io.ts';
import { port, tapTarget } from '../option-values.ts';
import { addWireOptions } from './wire-options.ts';

const EXAMPLES = `
Examples:
  tutorial-tui tap --to http://localhost:8000 --as mcp
  tutorial-tui tap --to mcp=http://localhost:8000 --to tool=http://localhost:10000
  tutorial-tui tap --to http://localhost:8321 --as stack --json | jq .credential`;

/** The command `tap`, as a command of the program. */
export function addTap(program: Command, io: Io, setExitCode: (code: number) => void): void {
  const command = program
    .command('tap')
    .summary('stand before a server and show each call that passes')
    .description(
      'stand before a server and show each call that passes: who, with what credential and claims, and what was answered',
    )
    .addOption(
      new Option('--to <url>', 'the server, repeatable; with what it is before it: mcp=http://localhost:8000')
        .argParser(tapTarget)
        .makeOptionMandatory(),
    )
    .addOption(
      new Option('--as <kind>', 'what the server is; without it, each request is guessed at').choices(PROTOCOLS),
    )
    .addOption(
      new Option('--port <port>', "its port (default: the one after the server's, or the next free one)").argParser(
        port,
      ),
    )
    .option('--json', 'one hop a line on stdout, as JSON, and the rest on stderr')
    .addHelpText('after', EXAMPLES)
    .action(async (options: TapFlags) => {
      const { runTap } = await import('../commands/tap.ts');
      setExitCode(await runTap(options, io));
    });
  addWireOptions(command, io);
}
