import { type InkKey, keyNames } from '../../../../components/key-names.ts';
import { OFFERED } from '../../../../src/guided/linear/offers.ts';
import type { StepStatus } from '../../../../src/lesson/state.ts';
import { footerLine } from '../../../../src/screen/footer-line.ts';
import { COMMANDS } from '../../../../src/view/command.ts';
import { commandOf, isValid, KEY_TABLE, validBindings } from '../../../../src/view/key-table.ts';
import { ALL_THERE } from '../../../../src/view/keys-markdown.ts';
import type { Situation } from '../../../../src/view/situation.ts';
import { PANES } from '../../../panes.ts';

const STATUSES: readonly StepStatus[] = ['waiting', 'running', 'verifying', 'done', 'failed', 'skipped', 'cancelled'];

const QUIET: Situation = { ...ALL_THERE, choices: 0, searched: false };

/** Every situation that differs in what the table looks at. */
function situations(): Situation[] {
  const some: Situation[] = [];
  const flags = [false, true];
  const ends = [
    { last: false, missed: false },
    { last: false, missed: true },
    { last: true, missed: false },
    { last: true, missed: true },
  ];
  for (const pane of PANES)
    for (const status of STATUSES)
      for (const end of ends)
        for (const choices of [0, 4])
          for (const unmet of flags)
            for (const everything of flags)
              for (const scrollable of flags) {
                const more = {
                  commands: everything,
                  token: everything,
                  otherwise: everything,
                  call: everything,
                  makesCall: everything,
                  crossings: everything,
                  asks: scrollable,
                  fieldKind: everything ? ('text' as const) : ('choice' as const),
                  arrived: scrollable,
                  columns: everything,
                  compared: everything,
                  allRows: scrollable,
                };
                some.push({
                  ...QUIET,
                  ...end,
                  pane,
                  status,
                  unmet,
                  choices,
                  scrollable,
                  hasSecond: scrollable,
                  searched: everything,
                  words: scrollable,
                  wordOpen: unmet,
                  ...more,
                  hintsLeft: everything,
                  resettable: everything,
                });
              }
  const typing = PANES.filter((pane) => pane !== 'form').map((pane) => ({
    ...QUIET,
    pane,
    typing: true,
    searched: false,
  }));
  return [
    ...some,
    ...typing,
    { ...QUIET, phase: 'welcome' },
    { ...QUIET, busy: true },
    { ...QUIET, busy: true, closing: true },
  ];
}

test('no key means two things at once', () => {
  for (const now of situations()) {
    const keys = validBindings(now).flatMap((binding) => binding.keys);
    expect({ now, twice: keys.filter((key, index) => keys.indexOf(key) !== index) }).toEqual({ now, twice: [] });
  }
});

test('read line by line, no letter means two things at once, and no sentence names a key that is not there', () => {
  for (const now of situations()) {
    const letters = validBindings(now).flatMap(({ command }) => OFFERED.get(command)?.letter ?? []);
    expect({ now, letters }).toEqual({ now, letters: [...new Set(letters)] });
  }
  const offered = KEY_TABLE.filter(({ command }) => OFFERED.has(command));
  for (const { help } of offered) expect(help).not.toMatch(/[←↑→↓⏎]|Ctrl|PgUp|PgDn|Esc/);
  for (const { letter } of OFFERED.values()) expect(letter).toMatch(/^[a-z]$/);
});

test('while a text to search for is typed, no letter is a key', () => {
  for (const pane of PANES) {
    const keys = validBindings({ ...QUIET, pane, typing: true, searched: false }).flatMap((row) => row.keys);
    expect(keys.filter((key) => key.length === 1)).toEqual([]);
    expect(keys).toEqual(expect.arrayContaining(['return', 'backspace', 'escape', 'ctrl-c']));
  }
});

test('in the form of a step no character is a command, but for the blank that turns a choice; it can be sent and left', () => {
  for (const now of situations().filter(({ pane }) => pane === 'form')) {
    const characters = validBindings(now).flatMap(({ keys }) => keys.filter((key) => [...key].length === 1));
    expect(characters).toEqual(now.fieldKind === 'choice' ? [' '] : []);
    expect(commandOf('return', now)?.name).toBe('send');
    expect(commandOf('escape', now)?.name).toBe('close-pane');
  }
});

test('in the lesson one can always go somewhere, ask for the keys or what they lead back to, and quit', () => {
  for (const now of situations().filter(({ phase, busy, typing }) => phase === 'lesson' && !busy && !typing)) {
    if (now.pane === 'form') continue;
    // Out of the help one comes by the key that opened it, and by the one that leaves the pages of a manual.
    const help = now.pane === 'keys';
    expect(commandOf('q', now)?.name).toBe(help ? 'close-pane' : 'quit');
    expect(commandOf('?', now)?.name).toBe(help ? 'close-pane' : 'keys');
    if (now.pane !== 'step') expect(commandOf('escape', now)?.name).toBe('close-pane');
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
  expect(commandOf('return', { ...QUIET, status })?.name).toBe(command);
});

test.each(['waiting', 'failed', 'cancelled'] as const)(
  'where something is missing that a %s step stands on, ⏎ brings it up',
  (status) => {
    expect(commandOf('return', { ...QUIET, status, unmet: true })?.name).toBe('bring-up');
    expect(commandOf('r', { ...QUIET, status, unmet: true })?.name).toBe(status === 'waiting' ? 'run' : 'retry');
  },
);

test('a step that was left out can be run after all, and the footer says so first', () => {
  const row = validBindings({ ...QUIET, status: 'skipped' }).find(({ keys }) => keys.includes('r'));
  expect(row).toMatchObject({ command: 'again', footer: 1 });
});

test('⏎ on the last step, when it is done, finishes the lesson', () => {
  expect(commandOf('return', { ...QUIET, status: 'done', last: true })?.name).toBe('finish');
});

test('predictions are taken before the step is done, and only where there is one', () => {
  expect(commandOf('2', { ...QUIET, choices: 4 })).toEqual({ name: 'predict', which: 1 });
  expect(commandOf('2', QUIET)).toBeUndefined();
});

test('a digit beyond the choices of a prediction means nothing, and no other key of it is told', () => {
  const now = { ...QUIET, choices: 3 };
  expect(commandOf('4', now)).toBeUndefined();
  for (const which of [-1, 3, Number.NaN]) expect(isValid({ name: 'predict', which }, now)).toBe(false);
  expect(validBindings(now).find(({ command }) => command === 'predict')?.keys).toEqual(['1', '2', '3']);
});

test('an open question is answered by its own keys, and whatever else is not its end is held back', () => {
  const answers = [
    { key: 'y', label: 'yes', value: 'yes' },
    { key: 'return', label: 'no', value: 'no' },
  ];
  const now: Situation = { ...QUIET, busy: true, question: { text: 'Sure?', answers } };
  expect(commandOf('return', now)).toEqual({ name: 'answer', which: 1 });
  expect([0, 1, 2].map((which) => isValid({ name: 'answer', which }, now))).toEqual([true, true, false]);
  expect(validBindings(now).map(({ command }) => command)).toEqual(['answer', 'answer', 'interrupt', 'suspend']);
});

test('the choices of a question are one row by their numbers, so that none stands in the footer for all', () => {
  const choices = ['1', '2', '3'].map((key) => ({ key, label: `a sentence, the one of ${key}`, value: key }));
  const answers = [...choices, { key: 'escape', label: 'leave it', value: 'leave' }];
  const now: Situation = { ...QUIET, question: { text: 'Which?', answers } };
  const shown = footerLine(now, 80)
    .map(({ text }) => text)
    .join('');
  expect(shown).toContain('1-3 answer  esc leave it');
  expect(shown).not.toContain('a sentence');
  expect(answers.map(({ key }) => commandOf(key, now))).toEqual(
    [0, 1, 2, 3].map((which) => ({ name: 'answer', which })),
  );
  expect([0, 2, 3, 4].map((which) => isValid({ name: 'answer', which }, now))).toEqual([true, true, true, false]);
});

test('where nothing could continue the program, nothing stops it', () => {
  expect(commandOf('ctrl-z', QUIET)?.name).toBe('suspend');
  expect(commandOf('ctrl-z', { ...QUIET, canSuspend: false })).toBeUndefined();
});

test('every command has a key, and a situation in which it means something', () => {
  const answers = [{ key: 'y', label: 'yes', value: 'yes' }];
  const open: Situation = { ...QUIET, question: { text: 'Sure?', answers } };
  const valid = [...situations(), open].flatMap(validBindings).map(({ command }) => command);
  expect([...new Set(valid)].sort()).toEqual([...COMMANDS].sort());
});

test('letters that are typed into the form are no commands', () => {
  for (const letter of 'abcdefghijklmnopqrstuvwxyz?')
    expect(commandOf(letter, { ...QUIET, phase: 'welcome' })).toBeUndefined();
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
  ['control characters that no key of ours sends', '\u0000\u001f', {}, []],
  ['Ctrl and a letter within a piece', 'a\u001a', {}, ['a', 'ctrl-z']],
  ['the release of a key', 'a', { eventType: 'release' as const }, []],
])('keyNames: %s', (_, input, key, names) => {
  expect(keyNames(input, { ...NO_KEY, ...key })).toEqual(names);
});
