import { type InkKey, keyNames } from '../../../../components/key-names.ts';
import { OFFERED } from '../../../../src/guided/linear/linear.ts';
import type { StepStatus } from '../../../../src/lesson/state.ts';
import type { Pane } from '../../../../src/view/guided-state.ts';
import { bindingFor, KEY_TABLE, validBindings } from '../../../../src/view/key-table.ts';
import type { Situation } from '../../../../src/view/situation.ts';

const PANES: readonly Pane[] = ['step', 'hops', 'hop', 'token', 'logs', 'compare', 'glossary', 'keys', 'steps'];
const STATUSES: readonly StepStatus[] = ['waiting', 'running', 'verifying', 'done', 'failed', 'skipped', 'cancelled'];

const QUIET: Situation = {
  phase: 'lesson',
  field: 'name',
  pane: 'step',
  busy: false,
  cancelling: false,
  closing: false,
  question: undefined,
  status: 'waiting',
  unmet: false,
  first: false,
  last: false,
  choices: 0,
  commands: true,
  hintsLeft: true,
  token: true,
  call: true,
  both: true,
  zoomable: true,
  scrollable: true,
};

/** Every situation that differs in what the table looks at. */
function situations(): Situation[] {
  const some: Situation[] = [];
  const flags = [false, true];
  for (const pane of PANES)
    for (const status of STATUSES)
      for (const last of flags)
        for (const choices of [0, 4])
          for (const unmet of flags)
            for (const everything of flags)
              for (const scrollable of flags) {
                const more = { commands: everything, token: everything, call: everything, both: everything };
                some.push({ ...QUIET, pane, status, last, unmet, choices, scrollable, ...more, hintsLeft: everything });
              }
  return [...some, { ...QUIET, phase: 'welcome' }, { ...QUIET, busy: true }, { ...QUIET, busy: true, closing: true }];
}

test('no key means two things at once', () => {
  for (const now of situations()) {
    const keys = validBindings(now).flatMap((binding) => binding.keys);
    expect({ now, twice: keys.filter((key, index) => keys.indexOf(key) !== index) }).toEqual({ now, twice: [] });
  }
});

test('read line by line, no letter means two things at once, and no sentence names a key that is not there', () => {
  for (const now of situations()) {
    const letters = validBindings(now).flatMap(({ command }) => OFFERED[command] ?? []);
    expect({ now, letters }).toEqual({ now, letters: [...new Set(letters)] });
  }
  const offered = KEY_TABLE.filter(({ command }) => OFFERED[command] !== undefined);
  for (const { help } of offered) expect(help).not.toMatch(/[←↑→↓⏎]|Ctrl|PgUp|PgDn|Esc/);
});

test('in the lesson one can always go somewhere, ask for the keys or what they lead back to, and quit', () => {
  for (const now of situations().filter(({ phase, busy }) => phase === 'lesson' && !busy)) {
    expect(bindingFor('q', now)?.command).toBe('quit');
    expect(bindingFor('?', now)?.command ?? 'none').toBe(now.pane === 'keys' ? 'none' : 'keys');
    if (now.pane !== 'step') expect(bindingFor('escape', now)?.command).toBe('close-pane');
  }
});

test('while work goes on only its end can be asked for', () => {
  const commands = validBindings({ ...QUIET, busy: true }).map(({ command }) => command);
  expect(commands).toEqual(['cancel', 'interrupt', 'suspend', 'quit']);
});

test('a work that is being cancelled cannot be cancelled again, and the end of the lab not at all', () => {
  expect(validBindings({ ...QUIET, busy: true, cancelling: true }).map(({ command }) => command)).not.toContain(
    'cancel',
  );
  expect(validBindings({ ...QUIET, busy: true, closing: true }).map(({ command }) => command)).toEqual([
    'interrupt',
    'suspend',
  ]);
});

test.each([
  ['waiting', 'run'],
  ['failed', 'retry'],
  ['cancelled', 'retry'],
  ['done', 'next'],
  ['skipped', 'next'],
] as const)('⏎ on a step that is %s means %s', (status, command) => {
  expect(bindingFor('return', { ...QUIET, status })?.command).toBe(command);
});

test.each(['waiting', 'failed', 'cancelled'] as const)(
  'where something is missing that a %s step stands on, ⏎ brings it up',
  (status) => {
    expect(bindingFor('return', { ...QUIET, status, unmet: true })?.command).toBe('bring-up');
    expect(bindingFor('r', { ...QUIET, status, unmet: true })?.command).toBe(status === 'waiting' ? 'run' : 'retry');
  },
);

test('a step that was left out can be run after all, and the footer says so first', () => {
  expect(bindingFor('r', { ...QUIET, status: 'skipped' })).toMatchObject({ command: 'again', footer: 1 });
});

test('⏎ on the last step, when it is done, finishes the lesson', () => {
  expect(bindingFor('return', { ...QUIET, status: 'done', last: true })?.command).toBe('finish');
});

test('predictions are taken before the step is done, and only where there is one', () => {
  expect(bindingFor('2', { ...QUIET, choices: 4 })?.command).toBe('predict');
  expect(bindingFor('2', QUIET)).toBeUndefined();
});

test('every command that a learner needs is there, and letters typed into the form are no commands', () => {
  const commands = new Set(KEY_TABLE.map(({ command }) => command));
  for (const command of [
    'run',
    'verify',
    'next',
    'back',
    'retry',
    'skip',
    'jump',
    'hint',
    'copy',
    'logs',
    'token',
    'zoom',
    'keys',
    'quit',
  ] as const)
    expect(commands).toContain(command);
  expect(bindingFor('q', { ...QUIET, phase: 'welcome' })).toBeUndefined();
});

const NO_KEY: InkKey = {
  upArrow: false,
  downArrow: false,
  leftArrow: false,
  rightArrow: false,
  pageUp: false,
  pageDown: false,
  home: false,
  end: false,
  return: false,
  escape: false,
  ctrl: false,
  shift: false,
  tab: false,
  backspace: false,
  delete: false,
  meta: false,
};

test.each([
  ['a letter', 'a', {}, ['a']],
  ['an arrow', '', { upArrow: true }, ['up']],
  ['enter', '\r', { return: true }, ['return']],
  ['the backspace of most terminals', '', { delete: true }, ['backspace']],
  ['shift and tab', '', { tab: true, shift: true }, ['shift-tab']],
  ['ctrl and a letter', 'c', { ctrl: true }, ['ctrl-c']],
  ['typing that comes in one piece', 'alan\r', {}, ['a', 'l', 'a', 'n', 'return']],
  ['an interrupt within a piece', 'jj\u0003', {}, ['j', 'j', 'ctrl-c']],
  ['escape and a letter in one piece', 'q', { meta: true }, ['escape', 'q']],
  ['escape and enter in one piece', '', { meta: true, return: true }, ['escape', 'return']],
  ['wide characters', '日本', {}, ['日', '本']],
  ['control characters that mean nothing', '\u0001\u0002', {}, []],
  ['the release of a key', 'a', { eventType: 'release' as const }, []],
])('keyNames: %s', (_, input, key, names) => {
  expect(keyNames(input, { ...NO_KEY, ...key })).toEqual(names);
});
