import { checkWords } from '../lesson/check-words.ts';
import { durationText } from '../lesson/duration.ts';
import type { Exhibit } from '../lesson/exhibit.ts';
import { lostWords, needsWords, unmetBy } from '../lesson/plan.ts';
import { verdictWords } from '../lesson/predictions.ts';
import { setVariable } from '../lesson/shell.ts';
import type { StepState } from '../lesson/state.ts';
import { ABSENT_PART, needsAbsentPart } from '../view/absent-part.ts';
import { exhibitsAtHand, exhibitsOfStep } from '../view/exhibits.ts';
import { keyFor } from '../view/key-words.ts';
import { type StepText, stateOf, tellsKeyIdea, textOf, type View } from '../view/view.ts';
import { exhibitLinesInStep, openedBy } from './exhibits/exhibit-lines.ts';
import { layoutFor } from './layout.ts';
import { blocks, hanging, type Line, line, PROSE, paragraph, span, wrap } from './lines.ts';
import { type MarkedWords, markWords } from './marked-words.ts';
import { questionLines } from './question-lines.ts';

/** What the pane of a step shows: how many words of it can be opened, and the last line of what the open one means. */
export interface StepLines extends Pick<MarkedWords, 'words' | 'meaning'> {
  readonly lines: Line[];
}

/** All that the pane of a step shows: what just happened first, then the text of the step. */
export function stepLines(view: View, columns: number): StepLines {
  const { guided } = view;
  const text = textOf(view, guided.step);
  const state = stateOf(view, guided.step);
  const width = Math.min(columns, PROSE);
  if (guided.question?.alone) return { lines: questionLines(view, width), words: 0, meaning: undefined };
  const done = state?.status === 'done';
  const rungs = guided.hints[text.id] ?? 0;
  const prose = [
    tellsKeyIdea(view, text) ? paragraph(text.keyIdea, width, 'idea') : [],
    ...text.explanation.map((each) => paragraph(each, width)),
    ...(done ? (text.afterwards ?? []).map((each) => paragraph(each, width)) : []),
    done ? [] : predictionLines(view, text, width),
  ];
  const { glossary } = text.chapter;
  const { blocks: told, words, meaning } = markWords(prose, { glossary, chosen: guided.word?.at, width });
  const before = blocks(
    questionLines(view, width),
    state && outcome(view, state, width),
    state && unmetLines(view, state, width),
    guided.hintOpen && hintLines(text, rungs, width).at(-1),
  );
  const lines = blocks(
    before,
    state && seenLines(view, state, before, columns),
    ...told.slice(0, -1),
    // Whoever asks for one reads it on top; what was asked before does not push the result off the screen.
    hintLines(text, rungs, width)
      .slice(0, guided.hintOpen ? -1 : undefined)
      .flat(),
    told.at(-1),
    commandLines(view, text, width, done || !text.prediction),
  );
  return { lines, words, meaning };
}

/** What the step stands on and is not there, and the key that brings it up. */
function unmetLines(view: View, { id, status }: StepState, width: number): Line[] | undefined {
  const { lesson, session, guided, about } = view;
  const unmet = unmetBy(lesson, session, id);
  if (unmet.length === 0 || guided.work || status === 'skipped') return undefined;
  if (status === 'done') return paragraph(lostWords(lesson, session, id, unmet), width, 'decides');
  const key = keyFor('bring-up', about.keysInWords);
  return paragraph(`${needsWords(lesson, session, id, unmet)} ${key} sees to that.`, width, 'decides');
}

const PROGRESS_ROWS = 4;

/** What the step is doing, or how it ended, and where it failed what to do now. */
function outcome(view: View, state: StepState, width: number): Line[] | undefined {
  const { about } = view;
  switch (state.status) {
    case 'done':
      return [
        [span(`✓ done in ${durationText(state.tookMs)}`, 'good')],
        // Where something was predicted, the evidence comes before the proof.
        ...(textOf(view, state.id).prediction ? [] : checkLines(state, width)),
      ];
    case 'running':
      // The status line has room for its beginning only; this is what one reads while one waits.
      return state.progress ? paragraph(state.progress, width, 'busy').slice(0, PROGRESS_ROWS) : undefined;
    case 'skipped':
      return [line('– skipped', 'muted')];
    case 'failed':
    case 'cancelled': {
      const { failure } = state;
      const head = state.status === 'failed' ? '✗ failed  ' : '! cancelled  ';
      return [
        ...hanging(span(head, 'bad'), failure?.message ?? state.proved, width),
        ...labelled('why', failure?.why, width),
        ...labelled('next', failure?.next, width),
        ...labelled(
          'now',
          `${keyFor('retry')} ${canRepair(state) ? 'sets up what is missing' : 'tries again'}, ${keyFor('verify')} looks again after you did it by hand, ${keyFor('skip')} skips it, ${keyFor('hint')} gives a hint`,
          width,
        ),
        ...labelled('log', about.log, width),
      ];
    }
    default:
      return undefined;
  }
}

function canRepair({ findings }: StepState): boolean {
  return findings.some(({ state, repairable }) => repairable && (state === 'missing' || state === 'different'));
}

function labelled(label: string, text: string | undefined, width: number): Line[] {
  return text ? hanging(span(`  ${label.padEnd(6)}`, 'muted'), text, width) : [];
}

/** The hints that were asked for, each in its lines. */
function hintLines(text: StepText, rungs: number, width: number): Line[][] {
  return text.hints
    .slice(0, rungs)
    .map((hint, rung) => hanging(span(`hint ${rung + 1} of ${text.hints.length}  `, 'decides'), hint, width));
}

function predictionLines(view: View, { id, prediction }: StepText, width: number): Line[] {
  if (!prediction) return [];
  const chosen = stateOf(view, id)?.predicted?.choice;
  return [
    ...paragraph(prediction.question, width, 'heading'),
    ...prediction.choices.flatMap((choice, index) =>
      hanging(
        span(`${index === chosen ? '▸' : ' '} ${index + 1}  `, 'key'),
        choice,
        width,
        index === chosen ? 'heading' : 'plain',
      ),
    ),
  ];
}

/**
 * What the step shows, and what came of the prediction. That is read without scrolling: evidence that leaves no room for it below `before` stands
 * after it.
 */
function seenLines(view: View, state: StepState, before: readonly Line[], columns: number): Line[] {
  const { prediction } = textOf(view, state.id);
  const shown = shownLines(view, state, columns);
  if (state.status !== 'done' || !prediction) return shown;
  const width = Math.min(columns, PROSE);
  const said = state.predicted;
  const question = paragraph(prediction.question, width, 'heading');
  const verdict = paragraph(verdictWords(prediction, said), width, said?.right ? 'good' : 'plain');
  const because = paragraph(prediction.because, width);
  const checks = checkLines(state, width);
  const fits = blocks(before, shown, [...question, ...verdict]).length <= layoutFor(view).main.rows;
  return fits
    ? blocks(shown, [...question, ...verdict, ...because], checks)
    : blocks(verdict, shown, [...question, ...because], checks);
}

/** What the step shows, and how what it has no room for is opened. */
function shownLines(view: View, state: StepState, columns: number): Line[] {
  const exhibits = exhibitsOfStep(view, state.id);
  const acting = state.status === 'running' || state.status === 'verifying';
  return blocks(
    exhibitLinesInStep(exhibits, columns),
    state.status !== 'done' && checkLines(state, Math.min(columns, PROSE)),
    !acting && openingLines(view, exhibits, Math.min(columns, PROSE)),
  );
}

function openingLines(view: View, exhibits: readonly Exhibit[], width: number): Line[] {
  const shows = (kind: Exhibit['kind']) => exhibits.some((exhibit) => exhibit.kind === kind);
  const compares = shows('call') && exhibitsAtHand(view, 'columns').length > 0;
  const sentences = [...openedBy(exhibits), ...(compares ? [`${keyFor('compare')} shows the difference`] : [])];
  return sentences.length === 0 ? [] : paragraph(sentences.join('; '), width, 'muted');
}

function checkLines({ checks }: StepState, width: number): Line[] {
  return checks.flatMap((check) =>
    hanging(span(check.passed ? '✓ ' : '✗ ', check.passed ? 'good' : 'bad'), checkWords(check), width),
  );
}

/**
 * What a person would type, with the place of each command for the copy key. What they show is not told before the prediction is: it would give it
 * away.
 */
function commandLines(view: View, { commands, notByHand }: StepText, width: number, tellsAll: boolean): Line[] {
  const { about, guided } = view;
  if (commands.length === 0) return notByHand ? hanging(span('By hand: ', 'heading'), notByHand, width) : [];
  const copy = keyFor('copy');
  const needsPassword = commands.some(({ text }) => /\$(?:env:)?USER_PASSWORD/.test(text));
  return [
    line('By hand, in another terminal', 'heading'),
    ...(needsPassword ? paragraph(passwordAdvice(about), width, 'muted') : []),
    ...(needsAbsentPart(view, commands) ? paragraph(ABSENT_PART, width, 'muted') : []),
    ...commands.flatMap(({ text, shows }, index): Line[] => [
      ...wrap(text, width - 4).map((row, at): Line => {
        const mark = at > 0 ? '    ' : `${index === guided.copyNext % commands.length ? copy : ' '} ${index + 1} `;
        return [span(mark, 'key'), span(row, 'command')];
      }),
      ...(tellsAll ? hanging(span('    shows  ', 'muted'), shows, width, 'muted') : []),
    ]),
  ];
}

function passwordAdvice({ passwordMade, userName, shell }: View['about']): string {
  return passwordMade
    ? `These ask for the password of ${userName}. None was given: a new user’s is made at random, and shown nowhere. To log in by hand, start again with a password of your own.`
    : `First, in that terminal: ${setVariable('USER_NAME', userName, shell)} and USER_PASSWORD with the password you gave.`;
}
