import { textReport } from '../../../../../src/report/formats/text.ts';
import { dateText } from '../../../../../src/report/formats/times.ts';
import { reportOfSession } from '../../../../../src/report/of-session.ts';
import { fold } from '../../../../components/fixture.ts';
import { HOUSE, VISITED } from '../../../../exhibits-of-doors.ts';
import { COMMANDS, forged, rawIn } from '../../../../hostile.ts';

test('a record that somebody forged is no command to the terminal', () => {
  const text = textReport(forged(reportOfSession(fold(VISITED), [HOUSE]), COMMANDS));
  expect(text).toContain('owned');
  expect(rawIn(text)).toEqual([]);
});

test('a time that no calendar has is told as it is', () => {
  expect(dateText(9e15)).toBe('9000000000000000');
});

test('what a step failed for is said once in it, be it what a check saw, the reason or what was seen', () => {
  const report = reportOfSession(fold(VISITED), [HOUSE]);
  const [group] = report.groups;
  const [entry] = group?.entries ?? [];
  if (!group || !entry) throw new Error('There is no entry.');
  const told = (saw: string, ...failed: readonly string[]) => {
    const checks = failed.map((each) => ({ id: each, title: 'The door is shut', passed: false, saw: each }));
    const failure = { kind: 'check-failed', message: 'Not so: The door is shut; seen: ajar', next: 'Shut it.' };
    const bad = { ...entry, tone: 'bad' as const, words: 'failed', saw, checks, failure, exhibits: [] };
    const text = textReport({ ...report, groups: [{ ...group, entries: [bad] }], parts: [] });
    return text.slice(text.indexOf(bad.title)).split('\n').slice(1, -1);
  };
  const sentence = 'Not so: The door is shut; seen: ajar';
  expect(told(sentence, 'ajar')).toEqual([`    ${sentence}`, '    next Shut it.']);
  expect(told(sentence)).toEqual([`    why  ${sentence}`, '    next Shut it.']);
  expect(told('a draught', 'open')).toEqual([
    '    Not so: The door is shut; seen: open',
    `    why  ${sentence}`,
    '    saw  a draught',
    '    next Shut it.',
  ]);
});
