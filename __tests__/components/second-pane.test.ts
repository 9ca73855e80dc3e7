import { frameOf as layOut } from '../../src/screen/frame.ts';
import { SECOND_PANES, type SecondPane, secondAfter } from '../../src/view/second-pane.ts';
import { AFTER_3A, AFTER_3B, AT, BEFORE_3A, viewOf } from './fixture.ts';
import { frameOf } from './harness.tsx';

const wide = (second: SecondPane, rows = 50, happenings = AFTER_3B) =>
  viewOf(happenings, { step: '3b', second }, { columns: 160, rows });

test('beside a step stand the newest lines of the logs', () => {
  const { text } = frameOf(wide('logs'));
  expect(text).toContain('▸logs');
  expect(text).toMatch(/tool +Validating token eyJ\.\.\. against/);
  const many = Array.from({ length: 500 }, (_, index) => ({
    type: 'log' as const,
    line: { part: 'mcp', at: AT + index, text: `line ${index}` },
  }));
  const full = frameOf(wide('logs', 30, [...AFTER_3B, ...many]));
  expect(full.text).toContain('line 499');
  expect(full.text).not.toMatch(/line 400\b/);
});

test('or the evidence, byte by byte; or the token, whose time runs down', () => {
  const evidence = frameOf(wide('evidence')).text;
  expect(evidence).toContain('carries   eyJ... in X-LlamaStack-Provider-Data api_key');
  expect(evidence).toContain('x-answer: yes');
  const token = wide('token');
  expect(frameOf(token).text).toContain('◀ decides');
  expect(layOut(token, AT).changesIn).toBe(1_000);
  expect(layOut(wide('evidence'), AT).changesIn).toBeUndefined();
});

test('what has no room says which key opens it', () => {
  expect(frameOf(wide('token', 26)).text).toContain('… t opens all of it');
  expect(frameOf(wide('evidence', 24)).text).toContain('… e opens all of it');
});

test('what is not there yet is said so, and what comes of a step is told by none of them before', () => {
  for (const second of SECOND_PANES) {
    const { text } = frameOf(wide(second, 50, BEFORE_3A));
    expect(text).not.toMatch(/401|malformed/);
    if (second === 'evidence') expect(text).toContain('There is nothing of it before the step is run');
  }
});

test('the call of the step before is not beside a prediction', () => {
  const evidence = (step: string) =>
    frameOf(viewOf(AFTER_3A, { step, second: 'evidence' }, { columns: 160, rows: 50 })).text;
  expect(evidence('3a')).toContain('x-answer: yes');
  expect(evidence('3b')).not.toContain('x-answer: yes');
  expect(evidence('4')).toContain('x-answer: yes');
});

test('one key goes through all of them, and back to the first', () => {
  const seen = SECOND_PANES.reduce<SecondPane[]>((all) => [...all, secondAfter(all.at(-1) ?? 'logs')], ['logs']);
  expect(seen).toEqual([...SECOND_PANES, 'logs']);
  const help = (columns: number) => frameOf(viewOf(AFTER_3B, { step: '3b', pane: 'keys' }, { columns, rows: 60 })).text;
  expect(help(130)).toContain('Have something else beside the step');
  expect(help(129)).not.toContain('Have something else beside the step');
});
