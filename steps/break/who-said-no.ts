import { provedCall } from '../../src/lesson/call.ts';
import type { TableCell, TableExhibit } from '../../src/lesson/exhibit.ts';
import type { Predicted, SessionState } from '../../src/lesson/state.ts';
import { WAY } from '../propagation/way.ts';
import { ANSWER_HEADS, answerCells } from './answer-cells.ts';
import { ROWS } from './breakages.ts';

/**
 * What was broken, what the learner said would come of it, who said no, at which check, in whose words: of the calls that were proved in this run;
 * nothing while there is none. Where nothing at all was predicted, nobody asks what was.
 */
export function whoSaidNo(state: SessionState): readonly TableExhibit[] {
  const calls = ROWS.flatMap(({ id, broken }) => {
    const call = provedCall(state, id, WAY);
    return call ? [{ broken, call, said: saidOf(state, id) }] : [];
  });
  if (calls.length === 0) return [];
  const asks = calls.some(({ said }) => said);
  return [
    {
      kind: 'table',
      title: 'What was broken, and who said no',
      heads: ['what is broken', ...(asks ? ['you said'] : []), ...ANSWER_HEADS],
      rows: calls.map(({ broken, call, said }) => {
        const { ok, cells } = answerCells(call);
        return { ok, cells: [broken, ...(asks ? [saidCell(said)] : []), ...cells] };
      }),
    },
  ];
}

function saidOf({ steps }: SessionState, id: string): Predicted | undefined {
  return steps.find((step) => step.id === id)?.predicted;
}

/** A choice says first what will be, and then why. */
function saidCell(said: Predicted | undefined): TableCell {
  return said ? { said: said.text.split(':', 1)[0] ?? '', right: said.right } : '';
}
