import { type Call, decidingHop, provedCall } from '../../src/lesson/call.ts';
import type { TableExhibit, TableRow } from '../../src/lesson/exhibit.ts';
import type { SessionState } from '../../src/lesson/state.ts';
import { WAY } from '../propagation/way.ts';
import { withoutPreface } from './breakage.ts';
import { ROWS } from './breakages.ts';

/** What was broken, who said no, at which check, in whose words: of the calls that were proved in this run; nothing while there is none. */
export function whoSaidNo(state: SessionState): readonly TableExhibit[] {
  const rows = ROWS.flatMap(({ id, broken }) => {
    const call = provedCall(state, id, WAY);
    return call ? [rowOf(broken, call)] : [];
  });
  if (rows.length === 0) return [];
  return [
    {
      kind: 'table',
      title: 'What was broken, and who said no',
      heads: ['what is broken', 'said no', 'at its check', 'in whose words'],
      rows,
    },
  ];
}

function rowOf(broken: string, call: Call): TableRow {
  const decided = decidingHop(call);
  const { ok = false, text = '', checks = [] } = decided?.answer ?? {};
  const stopped = checks.find(({ passed }) => !passed);
  return {
    ok,
    cells: [broken, ok ? 'nobody' : (decided?.to ?? 'unknown'), stopped?.id ?? '–', withoutPreface(text)],
  };
}
