import { legsOfCall, unseenParties } from '../lesson/call.ts';
import { type CallExhibit, type ExchangeExhibit, exchangeOf } from '../lesson/exhibit.ts';
import { exhibitsAtHand, exhibitsOfStep } from './exhibits.ts';
import type { View } from './view.ts';

/** What can be opened byte by byte from a step: the legs of a call, and exchanges. */
export interface Evidence {
  readonly call: CallExhibit | undefined;
  readonly exchanges: readonly ExchangeExhibit[];
}

/** That of the step that is shown: its exchanges, and the call at hand where it shows a call, or nothing else. */
export function evidenceAtHand(view: View): Evidence {
  const own = exhibitsOfStep(view, view.guided.step);
  const exchanges = own.filter((each): each is ExchangeExhibit => each.kind === 'exchange');
  const showsCall = exchanges.length === 0 || own.some(({ kind }) => kind === 'call');
  return { call: showsCall ? exhibitsAtHand(view, 'call')[0] : undefined, exchanges };
}

/** The same as exhibits. */
export function evidenceExhibits(view: View): readonly (CallExhibit | ExchangeExhibit)[] {
  const { call, exchanges } = evidenceAtHand(view);
  return [...(call ? [call] : []), ...exchanges];
}

/** One for each thing that can be chosen, in the order in which they are shown. */
export function entriesOf({ call, exchanges }: Evidence): readonly ExchangeExhibit[] {
  const legs = call ? legsOfCall(call.call) : [];
  const unseen = call?.over ? unseenParties(call.call) : [];
  return [
    ...legs.map(({ from, to, hop, note }) =>
      exchangeOf(hop, {
        title: `${from} → ${to}`,
        unseen: unseenWords(note ?? (unseen.includes(to) ? NOT_SEEN : undefined)),
        note,
        claims: call?.claims,
      }),
    ),
    ...exchanges,
  ];
}

/** Of whom nobody saw asked, though the call is over. */
const NOT_SEEN = 'not seen: it was not asked, or where nobody looked';

/** Why there is nothing to open, as a sentence. */
function unseenWords(note: string | undefined): string {
  return note === undefined ? 'This hop has not happened yet.' : `${note.charAt(0).toUpperCase()}${note.slice(1)}.`;
}
