import { exhibitSentences } from '../../../../../src/presenters/exhibit-sentences.ts';
import { exhibitMarkdown } from '../../../../../src/report/formats/exhibit-markdown.ts';
import { exhibitHtml } from '../../../../../src/report/formats/html/exhibits.ts';
import { namesFor } from '../../../../../src/report/formats/html/names.ts';
import { exhibitLines } from '../../../../../src/screen/exhibits/exhibit-lines.ts';
import { OF_EACH_SHAPE } from '../../../../exhibits-of-doors.ts';

test('what nobody could look at is told of in the same words wherever it is told', () => {
  const { findings, ...about } = OF_EACH_SHAPE.findings;
  const unseen = { ...about, findings: findings.map((each) => ({ ...each, state: 'unknown' as const })) };
  const told = [
    exhibitMarkdown(unseen).join('\n'),
    exhibitHtml(unseen, { id: 'hinges', names: namesFor({ tokens: [] }) }).text,
    exhibitSentences(unseen, 0).join('\n'),
    exhibitLines([unseen], { width: 80, now: 0, otherwise: false, allRows: false })
      .map((line) => line.map(({ text }) => text).join(''))
      .join('\n'),
  ];
  for (const text of told) {
    expect(text).toContain('cannot be seen');
    expect(text).not.toContain('unknown');
  }
});
