import stringWidth from 'string-width';
import wrapAnsi from 'wrap-ansi';
import type { DoctorReport } from '../../services/doctor/report.ts';
import type { Condition } from '../evidence/condition.ts';
import { printableJson } from '../evidence/printable.ts';
import type { Io } from '../io.ts';
import { colorsFor, columnsOf } from './output.ts';

type Colors = ReturnType<typeof colorsFor>;

/** How a state is marked, and called. */
const STATES: Readonly<
  Record<
    Condition['state'],
    { readonly mark: string; readonly style: 'green' | 'yellow' | 'red'; readonly word: string }
  >
> = {
  ok: { mark: '✓', style: 'green', word: '' },
  warning: { mark: '!', style: 'yellow', word: 'warning: ' },
  failure: { mark: '✗', style: 'red', word: 'FAILURE: ' },
};
const GAP = 2;
/** Columns that a text needs beside the titles: on a narrower screen it stands below its own. */
const NARROWEST = 24;
/** Columns that nothing is folded to less than. */
const LEAST = 8;
/** Columns before a detail, which may be long, and before what stands below its title. */
const DETAIL = 4;
const BELOW = 2;
/** Columns of the word before the way out. */
const NEXT = 'next  ';

/** Writes what the doctor saw: one JSON document, or a line a condition for people; `quiet` leaves out those that are as they should be. */
export function showDoctor(
  report: DoctorReport,
  { stdout, env, verdict }: Pick<Io, 'stdout' | 'env' | 'verdict'>,
  { json, quiet }: { readonly json: boolean; readonly quiet: boolean },
): void {
  if (json) {
    stdout.write(Buffer.from(`${printableJson(report)}\n`));
    verdict?.told();
    return;
  }
  const told = quiet ? report.conditions.filter(({ state }) => state !== 'ok') : report.conditions;
  const lines = doctorLines(report, told, columnsOf(stdout, env), colorsFor(stdout, env));
  stdout.write(lines.map((line) => `${line}\n`).join(''));
}

/** A line for each condition that is told, in so many columns, and what all come to. */
function doctorLines(
  { conditions, tookMs }: DoctorReport,
  told: readonly Condition[],
  columns: number,
  colors: Colors,
): string[] {
  const titles = Math.max(0, ...told.map(({ title }) => stringWidth(title)));
  const beside = BELOW + titles + GAP;
  const isNarrow = columns - beside < NARROWEST;
  const drawing = { titles, indent: isNarrow ? BELOW : beside, isNarrow, columns, colors };
  return [
    ...told.flatMap((condition) => conditionLines(condition, drawing)),
    ...(told.length > 0 ? [''] : []),
    ...footLines(conditions, tookMs, columns, colors),
  ];
}

interface Drawing {
  readonly titles: number;
  readonly indent: number;
  readonly isNarrow: boolean;
  readonly columns: number;
  readonly colors: Colors;
}

function conditionLines(condition: Condition, { titles, indent, isNarrow, columns, colors }: Drawing): string[] {
  const { title, state, saw, details = [], next } = condition;
  const { mark, style, word } = STATES[state];
  const paint = colors[style];
  const folded = (text: string, at: number, before = '') => {
    const width = Math.max(columns - at - before.length, LEAST);
    return wrapAnsi(text, width, { hard: true })
      .split('\n')
      .map((line, row) => `${' '.repeat(at)}${row === 0 ? before : ' '.repeat(before.length)}${line}`);
  };
  const [first = '', ...others] = folded(word + saw, indent);
  const said = word === '' ? first : first.replace(word.trim(), paint(word.trim()));
  const pad = ' '.repeat(titles - stringWidth(title) + GAP);
  const beside = [`${' '.repeat(BELOW)}${title}${pad}${said.slice(indent)}`];
  const [head = '', ...below] = isNarrow ? [...folded(title, BELOW), said] : beside;
  return [
    paint(mark) + head.slice(1),
    ...below,
    ...others,
    ...details.flatMap((text) => folded(text, DETAIL, '- ')),
    ...(next ? folded(next, indent, NEXT) : []),
  ];
}

function footLines(conditions: readonly Condition[], tookMs: number, columns: number, colors: Colors): string[] {
  const those = (wanted: Condition['state']) => conditions.filter(({ state }) => state === wanted);
  const [ok, warnings, failures] = [those('ok').length, those('warning'), those('failure')];
  const time = `${(tookMs / 1000).toFixed(1)} s`;
  const counts = `${ok} ok, ${named(warnings, 'warning')}, ${named(failures, 'failure')} in ${time}.`;
  const verdict =
    failures.length > 0 ? 'Something that the lesson needs is missing.' : 'Nothing that the lesson needs is missing.';
  const paint = failures.length > 0 ? colors.red : colors.green;
  return wrapAnsi(`${counts}\n${verdict}`, columns)
    .split('\n')
    .map((line) => paint(line));
}

/** How many, and which: on a small screen the first ones have gone by. */
function named(conditions: readonly Condition[], what: string): string {
  const titles = conditions.map(({ title }) => title).join('; ');
  return `${conditions.length} ${what}${conditions.length === 1 ? '' : 's'}${titles && ` (${titles})`}`;
}
