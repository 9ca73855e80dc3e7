import { begunSteps, exhibitsOfDone, type ShownChapter } from '../lesson/chapter.ts';
import { durationText } from '../lesson/duration.ts';
import { partsInUse } from '../lesson/parts-in-use.ts';
import { type AnsweredPrediction, answeredPredictions } from '../lesson/predictions.ts';
import type { Predicted, SessionState, StepState } from '../lesson/state.ts';
import type { Prediction } from '../lesson/step.ts';
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
    ...predictionTable(answeredPredictions(course, state)),
    '',
    '## Parts',
    '',
    ...markdownTable(
      ['part', 'version', 'address'],
      partsInUse(state, begunSteps(course, state)).map((part) => [part.part, part.version ?? '', part.url ?? '']),
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
      status === 'done' ? durationText(tookMs) : '',
    ]),
  );
}

/** What was said of each, and what was so; nothing where nothing was said. */
function predictionTable(answered: readonly AnsweredPrediction[]): string[] {
  if (!answered.some(({ said }) => said)) return [];
  const words = (prediction: Prediction, said: Predicted | undefined) =>
    said ? `${said.right ? '✓' : '✗'} ${prediction.choices[said.choice]}` : 'nothing';
  return [
    '',
    '## Predictions',
    '',
    ...markdownTable(
      ['step', 'question', 'said before', 'what was so', 'said when asked again'],
      answered.map(({ step, prediction, said, saidAgain }) => [
        step,
        prediction.question,
        words(prediction, said),
        prediction.choices[prediction.answer] ?? '',
        saidAgain ? words(prediction, saidAgain) : '',
      ]),
    ),
  ];
}

function iso(at: number): string {
  return new Date(at).toISOString();
}
