import type { Hop } from '../../src/evidence/hop.ts';
import type { LabEvent, WantedPart } from './lab-options.ts';
import { Slot, type SlotOptions } from './slot.ts';

/** What the places of a lab's parts have in common. */
interface Slots {
  readonly lab: SlotOptions['lab'];
  /** What the prints of the run are made with. */
  readonly salt: SlotOptions['listener']['salt'];
  /** A hop with the trace of the login that it belongs to. */
  readonly traced: (hop: Hop) => Hop;
  readonly tell: (event: LabEvent) => void;
}

/** The place of each part of a lab, by its name; what a part tells is told as the lab's. */
export function openSlots(parts: readonly WantedPart[], { lab, salt, traced, tell }: Slots): ReadonlyMap<string, Slot> {
  return new Map(
    parts.map((wanted) => {
      const part = wanted.source.name;
      const listener: SlotOptions['listener'] = {
        onLog: (text, at, traceId) => tell({ type: 'log', line: { part, at, text, ...(traceId && { traceId }) } }),
        onHop: (hop) => tell({ type: 'hop', hop: traced(hop) }),
        salt,
      };
      return [part, new Slot({ ...wanted, lab, listener, onChange: (state) => tell({ type: 'part', state }) })];
    }),
  );
}
