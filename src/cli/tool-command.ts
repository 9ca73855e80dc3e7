import { type Command, Option } from 'commander';
import type { ToolOptions } from '../commands/tool.ts';
import { TOOL_ACTIONS, TOOL_DEFAULTS, TOOL_GENERATIONS, type ToolAction } from '../commands/tool-defaults.ts';
import type { Io } from '../io.ts';
import { duration, headerVariable, port, toolArgument } from '../option-values.ts';
import { addWireOptions } from './wire-options.ts';

/** The command `tool`, as a command of the program. */
export function addTool(program: Command, io: Io, setExitCode: (code: number) => void): void {
  const command = program
    .command('tool')
    .summary("call a stack server's tools, as tool-util does")
    .description(
      "the tutorial's tool-util, against a Llama Stack server of any generation; the token comes from ACCESS_TOKEN or --token-stdin",
    )
    .addArgument(program.createArgument('<action>', 'what to do').choices(TOOL_ACTIONS))
    .option('--stack <url>', 'the stack server (default: http://localhost:8321)')
    .option('--host <host>', "the stack server's host, as tool-util takes it", TOOL_DEFAULTS.host)
    .addOption(new Option('--port <port>', "the stack server's port").default(TOOL_DEFAULTS.port).argParser(port))
    .addOption(
      new Option(
        '--generation <which>',
        'how the server takes a token (default: as its version and routes say)',
      ).choices(TOOL_GENERATIONS),
    )
    .addOption(
      new Option(
        '--header-env <name=variable>',
        'a header that every request carries, and the variable that holds it, repeatable (Authorization: STACK_AUTHORIZATION)',
      ).argParser(headerVariable),
    )
    .option('--toolgroup <id>', 'the tool group', TOOL_DEFAULTS.toolgroup)
    .option(
      '--provider <id>',
      `register: the provider that carries the credential (default: the server's; the tutorial's is ${TOOL_DEFAULTS.provider})`,
    )
    .option('--mcp-endpoint <url>', `the MCP server (default: the tool group's, or ${TOOL_DEFAULTS.mcpEndpoint})`)
    .option('--model <name>', 'who makes the call, where the server keeps no tool groups (default: its first model)')
    .option('--tool <name>', 'invoke: the tool', TOOL_DEFAULTS.tool)
    .addOption(
      new Option(
        '--arg <name=value>',
        'invoke: an argument of the tool, repeatable; a value that is JSON is sent as such, any other as text',
      ).argParser(toolArgument),
    )
    .option('--url <url>', `invoke: short for --arg url=<url> (default for fetch: ${TOOL_DEFAULTS.url})`)
    .option('--token-stdin', 'invoke: read the access token from standard input')
    .option('--json', 'print the answers as JSON')
    .addOption(
      new Option('--timeout <time>', 'give up after this long')
        .argParser(duration)
        .default(TOOL_DEFAULTS.timeoutMs, `${TOOL_DEFAULTS.timeoutMs / 1000}s`),
    )
    .action(async (action: ToolAction, options: Omit<ToolOptions, 'action'>) => {
      const { runTool } = await import('../commands/tool.ts');
      setExitCode(await runTool({ ...options, action }, io));
    });
  addWireOptions(command, io);
}
