import { exhibitMarkdown } from '../../../../../src/report/formats/exhibit-markdown.ts';
import { markdownReport } from '../../../../../src/report/formats/markdown.ts';
import { markdownText } from '../../../../../src/report/formats/markdown-text.ts';
import { reportOfSession } from '../../../../../src/report/of-session.ts';
import { reportOfVerification } from '../../../../../src/report/of-verification.ts';
import type { Report, Tone } from '../../../../../src/report/report.ts';
import { COURSE } from '../../../../../steps/index.ts';
import { AFTER_ALL, fold } from '../../../../components/fixture.ts';
import { HOUSE, OF_EACH_SHAPE, VISITED } from '../../../../exhibits-of-doors.ts';
import { COMMANDS, forged, outsideCode, rawIn } from '../../../../hostile.ts';
import { SOME_VERIFICATION } from '../../../../verification.ts';

const FAILURE = { kind: 'check-failed', message: 'It said no', why: 'because', next: 'ask again' };
const SHAPES = reportOfSession(fold(VISITED), [HOUSE]);
/** With a step that failed, so that all is told that can be. */
const bad = (report: Report): Report => ({
  ...report,
  notes: ['a note'],
  failure: FAILURE,
  groups: report.groups.map((group) => ({
    ...group,
    entries: group.entries.map((entry) => ({
      ...entry,
      tone: 'bad',
      failure: FAILURE,
      checks: [true, false].map((passed) => ({ id: `${passed}`, title: `It is ${passed}`, passed, saw: 'looked' })),
    })),
  })),
});
const REPORTS = {
  'a lesson': bad(reportOfSession(fold(AFTER_ALL), COURSE)),
  'each shape': bad(SHAPES),
  'a verification': bad(reportOfVerification(SOME_VERIFICATION)),
};

test.each(Object.entries(REPORTS))(
  'of %s that somebody forged, nothing is a link, a picture, HTML or a command',
  (_, report) => {
    const markup = ' <img src=x onerror=1>[a](http://evil.example)![b](http://evil.example)`|` http://evil.example *x*';
    const page = markdownReport(forged(report, markup));
    expect(page).toContain('evil.example');
    expect(outsideCode(page)).not.toMatch(/<|\]\(|evil|\*x/);
    expect(rawIn(markdownReport(forged(report, COMMANDS)))).toEqual([]);
    // A line break would end a table, a heading or a quotation, and begin something else.
    expect(markdownReport(forged(report, '\n# forged'))).not.toMatch(/^# forged/m);
  },
);

test.each([
  ['plain words, 100%; (so) it is', 'plain words, 100%; (so) it is'],
  ['`x`', '`` `x` ``'],
  ['a``b`', '``` a``b` ```'],
  ['1\\. a', '`1\\. a`'],
  ['a_b', '`a_b`'],
  ['two\nlines', expect.not.stringContaining('\n')],
])('%j is written so that it is read as it is', (text, written) => {
  expect(markdownText(text)).toEqual(written);
});

test.each<[Tone, string]>([
  ['good', '✓'],
  ['bad', '✗'],
  ['open', '·'],
])('what is %s bears its mark, above all and in its row', (tone, mark) => {
  const groups = SHAPES.groups.map((group) => ({
    ...group,
    entries: group.entries.map((each) => ({ ...each, tone })),
  }));
  const page = markdownReport({ ...SHAPES, tone, groups });
  expect(page).toMatch(new RegExp(`^\\*\\*${mark} 1 of 1 steps proved\\*\\*`, 'm'));
  expect(page).toMatch(new RegExp(`^\\| door \\| The front door \\| ${mark} `, 'm'));
});

test('what failed says why, what to do, and which check it was', () => {
  const page = markdownReport(REPORTS['each shape']);
  expect(page).toMatch(/^Why: because$/m);
  expect(page).toMatch(/^Next: ask again$/m);
  expect(page).toMatch(/^- ✓ .*It is true/m);
  expect(page).toMatch(/^- ✗ .*It is false/m);
});

test('of a token, which is passed on with the page, only what decides is told', () => {
  const page = exhibitMarkdown(OF_EACH_SHAPE.token).join('\n');
  expect(page).toContain('front-door');
  expect(page).not.toMatch(/engraving|a rose/);
});
