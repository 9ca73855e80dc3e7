import type { Condition } from '../../src/evidence/condition.ts';
import type { TableExhibit, TableRow } from '../../src/lesson/exhibit.ts';

/** The conditions as a table: what is amiss first, each with its way out; then what is all right, of each condition in one row. */
export function conditionsTable(conditions: readonly Condition[]): TableExhibit {
  const amiss = conditions.filter(({ state }) => state !== 'ok');
  const fine = conditions.filter(({ state }) => state === 'ok');
  const ids = [...new Set(fine.map(({ id }) => id))];
  return {
    kind: 'table',
    compares: false,
    title: 'This machine',
    heads: ['what', 'state', 'what was seen'],
    rows: [...amiss.map(rowOf), ...ids.map((id) => rowOfAll(fine.filter((each) => each.id === id)))],
  };
}

function rowOf({ title, state, saw, next }: Condition): TableRow {
  return { cells: [title, state, next === undefined ? saw : `${saw}. Way out: ${next}`], ok: state !== 'failure' };
}

function rowOfAll(all: readonly Condition[]): TableRow {
  const [first] = all;
  const title = (first?.title ?? '').replace(`, ${first?.of}`, '');
  const seen = all.map(({ of, saw }) => (of === undefined || saw.includes(of) ? saw : `${of}: ${saw}`));
  return { cells: [title, 'ok', seen.join(' · ')], ok: true };
}
