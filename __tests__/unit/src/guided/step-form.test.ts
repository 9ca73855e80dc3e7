import { Guide } from '../../../../src/guided/guide.ts';
import type { FormValues, StepForm } from '../../../../src/lesson/form.ts';
import { NO_PROGRESS } from '../../../../src/lesson/progress.ts';
import { Session } from '../../../../src/lesson/session.ts';
import type { Step } from '../../../../src/lesson/step.ts';
import { HOUSE } from '../../../exhibits-of-doors.ts';
import { ABOUT } from './guide-bench.ts';

const FORM: StepForm = [
  {
    kind: 'choice',
    id: 'door',
    label: 'door',
    help: 'Which one.',
    choices: ['oak', 'glass', 'iron'].map((value) => ({ value, label: `the one of ${value}` })),
  },
  {
    kind: 'text',
    id: 'knock',
    label: 'knock',
    help: 'How.',
    initial: 'twice',
    longest: 12,
    problem: (text) => (text === 'never' ? 'One has to knock.' : undefined),
  },
];

/** A walkthrough of one step, which asks for something and remembers what it was given. */
async function opened() {
  const given: FormValues[] = [];
  const [door] = HOUSE.steps;
  if (!door) throw new Error('no door');
  const step: Step<unknown> = { ...door, form: FORM, run: async (_, values) => void given.push(values) };
  const chapter = { ...HOUSE, steps: [step] };
  const guide: Guide = new Guide({
    about: ABOUT,
    size: { columns: 80, rows: 24 },
    signal: new AbortController().signal,
    progress: NO_PROGRESS,
    open: async () => {
      const session = new Session<unknown>({ chapters: [chapter], lab: {}, onEvent: (event) => guide.tell(event) });
      session.start({ version: '1', node: '20', parts: [] });
      return { session, texts: () => [{ ...step, chapter, commands: [] }], passwordMade: true };
    },
    save: () => {},
    copy: async () => '',
  });
  const press = async (...keys: readonly string[]) => {
    for (const key of keys) guide.press(key);
    await new Promise((resolve) => setTimeout(resolve, 1));
  };
  await press('return', 'return');
  return { guide, given, press, shown: () => guide.view.guided };
}

test('the step is not done before its form was sent; with nothing changed, by what stands there from the start', async () => {
  const { given, press, shown } = await opened();
  await press('return');
  expect(given).toEqual([]);
  expect(shown().pane).toBe('form');
  await press('return');
  expect(given).toEqual([{ door: 'oak', knock: 'twice' }]);
  expect(shown().pane).toBe('step');
});

test('a choice is turned, around its end too; a text is typed, and letters are text', async () => {
  const { given, press } = await opened();
  await press('return', 'left', 'down', 'ctrl-u', ...'q?/n 1', 'backspace', 'tab', 'right', 'x', 'return');
  expect(given).toEqual([{ door: 'oak', knock: 'q?/n ' }]);
});

test('what is pasted into a text is text of one line, and no longer than it may be', async () => {
  const { guide, given, press } = await opened();
  await press('return', 'down', 'ctrl-u');
  guide.paste('one\ntwo\u001b[2J three four');
  await press('return');
  expect(given).toEqual([{ door: 'oak', knock: 'onetwo[2J th' }]);
});

test('what stands in it is kept when it is closed, and when it was sent', async () => {
  const { given, press, shown } = await opened();
  await press('return', 'right', 'escape');
  expect(shown().pane).toBe('step');
  await press('r', 'return');
  await press('r', 'return');
  expect(given.map(({ door }) => door)).toEqual(['glass', 'glass']);
});

test('what cannot be taken is not sent: its field is chosen, and it is said why', async () => {
  const { given, press, shown } = await opened();
  await press('return', 'down', 'ctrl-u', ...'never', 'up', 'return');
  expect(given).toEqual([]);
  expect(shown()).toMatchObject({ pane: 'form', cursor: 1, notice: 'One has to knock.' });
  await press('backspace', 'return');
  expect(given).toEqual([{ door: 'oak', knock: 'neve' }]);
});
