import { exhibitsOfDone, type ShownChapter } from '../lesson/chapter.ts';
import type { SessionState, StepState } from '../lesson/state.ts';
import { exhibitMarkdown } from './exhibit-markdown.ts';
import { markdownTable, markdownText } from './markdown.ts';

/** What the receipt tells that no event does. */
export interface ReceiptFacts {
  readonly version: string;
  readonly node: string;
  readonly platform: string;
  readonly course: readonly ShownChapter[];
  /** Milliseconds since the epoch. */
  readonly from: number;
  readonly to: number;
}

/** What was proved, when, with which versions, and what the steps that were done show: as a Markdown file. Redacted like all evidence. */
export function receiptMarkdown(state: SessionState, facts: ReceiptFacts): string {
  const { version, node, platform, course, from, to } = facts;
  const [only, ...others] = state.chapters;
  const single = others.length === 0;
  return [
    only && single ? `# ${markdownText(only.title)}: what was proved` : '# What was proved',
    '',
    `${iso(from)} to ${iso(to)}, with tutorial-tui ${version} on Node.js ${node} (${platform}).`,
    ...state.chapters.flatMap(({ title, steps }) => [
      '',
      single ? '## Steps' : `## Steps: ${markdownText(title)}`,
      '',
      ...stepTable(state.steps.filter(({ id }) => steps.includes(id))),
    ]),
    '',
    '## Parts',
    '',
    ...markdownTable(
      ['part', 'version', 'address'],
      Object.values(state.parts).map((part) => [part.part, part.version ?? '', part.url ?? '']),
    ),
    ...exhibitsOfDone(course, state).flatMap((exhibit) => ['', ...exhibitMarkdown(exhibit)]),
    '',
  ].join('\n');
}

function stepTable(steps: readonly StepState[]): string[] {
  return markdownTable(
    ['step', 'title', 'state', 'proved', 'took'],
    steps.map(({ id, title, status, proved, tookMs }) => [
      id,
      title,
      status,
      proved,
      status === 'done' ? `${Math.round(tookMs)} ms` : '',
    ]),
  );
}

function iso(at: number): string {
  return new Date(at).toISOString();
}
