import { type Call, decidingHop, provedCall } from '../../src/lesson/call.ts';
import type { TableExhibit, TableRow } from '../../src/lesson/exhibit.ts';
import type { Predicted, SessionState } from '../../src/lesson/state.ts';
import { WAY } from '../propagation/way.ts';
import { withoutPreface } from './breakage.ts';
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
      heads: ['what is broken', ...(asks ? ['you said'] : []), 'said no', 'at its check', 'in whose words'],
      rows: calls.map(({ broken, call, said }) => rowOf(call, [broken, ...(asks ? [saidCell(said)] : [])])),
    },
  ];
}

function saidOf({ steps }: SessionState, id: string): Predicted | undefined {
  return steps.find((step) => step.id === id)?.predicted;
}

/** A choice says first what will be, and then why. */
function saidCell(said: Predicted | undefined): TableRow['cells'][number] {
  return said ? { said: said.text.split(':', 1)[0] ?? '', right: said.right } : '';
}

function rowOf(call: Call, before: TableRow['cells']): TableRow {
  const decided = decidingHop(call);
  const { ok = false, text = '', checks = [] } = decided?.answer ?? {};
  const stopped = checks.find(({ passed }) => !passed);
  return {
    ok,
    cells: [...before, ok ? 'nobody' : (decided?.to ?? 'unknown'), stopped?.id ?? '–', withoutPreface(text)],
  };
}
