import { callOf, decidingHop } from '../../src/lesson/call.ts';
import type { TableExhibit } from '../../src/lesson/exhibit.ts';
import type { SessionState } from '../../src/lesson/state.ts';
import { WAY } from '../propagation/way.ts';
import { saidActive } from './asking.ts';
import { DEEDS } from './deeds.ts';

/** What was done, and what the tool and the identity provider said then: of what the step has done this time, and nothing while that is nothing. */
export function unseenTable(state: SessionState, id: string): readonly TableExhibit[] {
  const { calls = {}, exchanges = {} } = state.steps.find((step) => step.id === id) ?? {};
  const rows = DEEDS.flatMap((deed) => {
    const [traceId, asked] = [calls[deed.id], exchanges[deed.id]];
    if (traceId === undefined || asked === undefined) return [];
    const { status = 'nothing', ok = false } = decidingHop(callOf(state, traceId, WAY))?.answer ?? {};
    const active = saidActive(asked.exchange);
    return [{ ok: active === true, cells: [deed.what, `${ok ? 'yes' : 'no'} (${status})`, `active: ${active}`] }];
  });
  if (rows.length === 0) return [];
  const heads = ['what was done', 'the tool said', 'introspection said'];
  return [{ kind: 'table', title: 'What no look at a token shows', heads, rows }];
}
