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
