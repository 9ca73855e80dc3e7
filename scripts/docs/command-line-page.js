import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { root } from './sources.js';

const COMMANDS = [
  [],
  ['list'],
  ['reset'],
  ['diagnose'],
  ['doctor'],
  ['up'],
  ['down'],
  ['serve'],
  ['tap'],
  ['verify'],
  ['runs'],
  ['report'],
  ['export'],
  ['tool'],
  ['completion'],
];

/** What --help prints, for the program and for each of its commands. */
export function commandLinePage() {
  const intro = 'What `--help` prints, for the program and for each of its commands.';
  const sections = COMMANDS.map((command) => `## \`${['tutorial-tui', ...command].join(' ')}\`\n\n${helpOf(command)}`);
  return `${['# Command line', intro, ...sections, ...variablesSection()].join('\n\n')}\n`;
}

/** The variables that hold options, of the lesson and of the commands that take all of theirs so, in the order of their help. */
function variablesSection() {
  const of = (...command) =>
    [...helpOf(command).matchAll(/^ {2}(?:-\w, )?(--[a-z-]+)/gm)]
      .map(([, option]) => option)
      .filter((option) => !['--version', '--help'].includes(option));
  const takers = {
    'the lesson': of(),
    '`up`': of('up'),
    '`verify`': of('verify'),
    '`doctor`': of('doctor'),
    '`export`': of('export'),
    '`down`': ['--dry-run'],
  };
  const rows = [...new Set(Object.values(takers).flat())].map((option) => {
    const who = Object.keys(takers).filter((taker) => takers[taker].includes(option));
    const everywhere = EVERYWHERE.includes(option) ? 'every command that has it' : who.join(', ');
    return `| \`TUTORIAL_TUI_${option.slice(2).toUpperCase().replaceAll('-', '_')}\` | \`${option}\` | ${everywhere} |`;
  });
  return [
    '## Options from elsewhere',
    ELSEWHERE,
    ['| variable | option | of |', '| --- | --- | --- |', ...rows].join('\n'),
  ];
}

const EVERYWHERE = ['--color', '--ca-file', '--cert-file', '--key-file', '--plain-http-to'];

const ELSEWHERE = `An option of the lesson, of \`up\`, \`verify\`, \`doctor\` or \`export\` may stand in a variable of the environment that is named as it is, or in [the configuration file](configuration.md),
most of them under \`run\`. Of \`down\`, \`--dry-run\` may stand in its variable, which counts beside a typed \`--yes\`, too: nothing is ended. The command line wins over the environment, the environment wins over the file, and the file over what is so by itself.

- A switch is \`1\` or \`true\`, \`0\` or \`false\`: \`TUTORIAL_TUI_KEEP=0\` wins over \`"keep": true\` of a file. Of an option that is repeatable, each value stands on a line of its
  own. A variable that is empty says nothing.
- Where \`--chapter\`, \`--only\` and \`--from\` come from several places, the strongest one counts alone. So do \`--quiet\` and \`--verbose\`.
- An error names the variable, or the key of the file. A variable that begins like these and is none of them is told on standard error.
- **No secret is an option.** \`USER_PASSWORD\`, \`CLIENT_SECRET\`, \`ACCESS_TOKEN\`, \`STACK_AUTHORIZATION\` and \`KEY_PASSPHRASE\` stay what they are, and so does \`USER_NAME\`, over which
  \`TUTORIAL_TUI_USER\` wins.
- \`--color always\` and \`--color never\` win over \`NO_COLOR\` and \`FORCE_COLOR\`. With \`auto\` these say it, \`NO_COLOR\` first; without them there are colours in a terminal.
- \`--quiet\` leaves, of a run that succeeds, one line: the verdict. What was found by itself (a configuration file), and what lets others read along
  (\`--plain-http-to\`), is said all the same.`;

/** Those that most runs need, in the order in which one meets them. */
const MOST_USED = [
  '--ci',
  '--chapter',
  '--only',
  '--idp',
  '--json',
  '--timeout',
  '--keep',
  '--config',
  '--ollama',
  '--accessible',
];

/** The most used options of the program itself, as --help prints them, for the README. Throws where one is none. */
export function optionsBlock() {
  const [, ...texts] = helpOf([]).split(/^ {2}(?=-)/m);
  const lines = MOST_USED.map((option) => {
    const text = texts.find((each) => each.startsWith(`${option} `));
    if (text === undefined) throw new Error(`--help has no option ${option}`);
    // What follows the last one of a group is its neighbour's heading.
    return `  ${text.split('\n\n', 1)[0].trimEnd()}`;
  });
  return `\n\`\`\`text\n${lines.join('\n')}\n\`\`\`\n\n`;
}

function helpOf(command) {
  const text = execFileSync(process.execPath, [join(root, 'dist/bin.js'), ...command, '--help'], { encoding: 'utf8' });
  return `\`\`\`text\n${text.trimEnd()}\n\`\`\``;
}
