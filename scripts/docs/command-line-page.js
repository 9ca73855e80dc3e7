import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { root } from './sources.js';

const COMMANDS = [[], ['list'], ['reset'], ['diagnose'], ['serve'], ['tap'], ['verify'], ['tool']];

/** What --help prints, for the program and for each of its commands. */
export function commandLinePage() {
  const intro = 'What `--help` prints, for the program and for each of its commands.';
  const sections = COMMANDS.map((command) => `## \`${['tutorial-tui', ...command].join(' ')}\`\n\n${helpOf(command)}`);
  return `${['# Command line', intro, ...sections].join('\n\n')}\n`;
}

/** The options of the program itself, as --help prints them, for the README. */
export function optionsBlock() {
  const [, options] = /\nOptions:\n([\s\S]*?)\n\nCommands:\n/.exec(helpOf([])) ?? [];
  return `\n\`\`\`text\n${options}\n\`\`\`\n\n`;
}

function helpOf(command) {
  const text = execFileSync(process.execPath, [join(root, 'dist/bin.js'), ...command, '--help'], { encoding: 'utf8' });
  return `\`\`\`text\n${text.trimEnd()}\n\`\`\``;
}
