import type { Happening } from '../../../../src/lesson/events.ts';
import { htmlReport } from '../../../../src/report/formats/html/page.ts';
import { junitReport } from '../../../../src/report/formats/junit.ts';
import { markdownReport } from '../../../../src/report/formats/markdown.ts';
import { textReport } from '../../../../src/report/formats/text.ts';
import { reportOfSession } from '../../../../src/report/of-session.ts';
import { COURSE } from '../../../../steps/index.ts';
import { BEFORE_3A, fold } from '../../../components/fixture.ts';

const OWN = 'http://127.0.0.1:19100';
const TAP = 'http://localhost:10000';
const FORMATS = { junitReport, htmlReport, markdownReport, textReport };

/** What a format tells of a tool, on one line, without the characters that mark a text up. */
function told(format: keyof typeof FORMATS, tool: Partial<Extract<Happening, { type: 'part' }>['state']>): string {
  const happened: Happening = { type: 'part', state: { part: 'tool', status: 'ready', ...tool } };
  const text = FORMATS[format](reportOfSession(fold([...BEFORE_3A, happened]), COURSE));
  return text.replaceAll('\\', '').replaceAll(/\s+/g, ' ');
}

describe.each(Object.keys(FORMATS) as (keyof typeof FORMATS)[])('%s', (format) => {
  test('names the learner’s own server, where it is, and the tap before it', () => {
    expect(told(format, { own: OWN, url: TAP })).toContain(`your own, at ${OWN}; a tap at ${TAP} sees what passes`);
  });

  test('names one that never answered, or that no tap stands before', () => {
    for (const state of [{ status: 'failed' as const }, { url: OWN }]) {
      expect(told(format, { own: OWN, ...state })).toContain(`your own, at ${OWN}`);
      expect(told(format, { own: OWN, ...state })).not.toContain('a tap at');
    }
  });

  test('calls none of ours so', () => {
    expect(told(format, { url: TAP })).not.toContain('your own, at');
  });
});
