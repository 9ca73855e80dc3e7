import { callOf } from '../../src/lesson/call.ts';
import type { TableExhibit } from '../../src/lesson/exhibit.ts';
import type { SessionState } from '../../src/lesson/state.ts';
import { WAY } from '../propagation/way.ts';
import { ANSWER_HEADS, answerCells } from './answer-cells.ts';
import { changeWords } from './bench-form.ts';

/** What was sent from the bench, and what the tool said to each: the newest first; nothing while there is none. */
export function benchHistory({ steps, ...state }: SessionState, id: string): readonly TableExhibit[] {
  const sent = steps.find((step) => step.id === id)?.submissions ?? [];
  const rows = sent.toReversed().flatMap(({ values, call }) => {
    if (call === undefined) return [];
    const { ok, cells } = answerCells(callOf({ steps, ...state }, call, WAY));
    return [{ ok, cells: [changeWords(values), ...cells] }];
  });
  if (rows.length === 0) return [];
  return [{ kind: 'table', title: 'What was sent from the bench', heads: ['what was changed', ...ANSWER_HEADS], rows }];
}
