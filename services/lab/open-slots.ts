import type { LabEvent, WantedPart } from './lab-options.ts';
import type { LoginTraces } from './login-traces.ts';
import type { Records } from './records.ts';
import { Slot, type SlotOptions } from './slot.ts';

/** What the places of a lab's parts have in common. */
interface Slots {
  readonly lab: SlotOptions['lab'];
  /** What the prints of the run are made with. */
  readonly salt: SlotOptions['listener']['salt'];
  /** Where what is sent to parts that are recorded is kept. */
  readonly records: Records;
  /** Which hops are one login. */
  readonly logins: LoginTraces;
  readonly tell: (event: LabEvent) => void;
}

/** The place of each part of a lab, by its name; what a part tells is told as the lab's. */
export function openSlots(
  parts: readonly WantedPart[],
  { lab, salt, records, logins, tell }: Slots,
): ReadonlyMap<string, Slot> {
  return new Map(
    parts.map((wanted) => {
      const part = wanted.source.name;
      const listener: SlotOptions['listener'] = {
        onLog: (text, at, traceId) => tell({ type: 'log', line: { part, at, text, ...(traceId && { traceId }) } }),
        onHop: (hop) => tell({ type: 'hop', hop: logins.traced(hop) }),
        salt,
      };
      const recording = wanted.recorded && { recording: records.of(part) };
      const onChange: SlotOptions['onChange'] = (state) => tell({ type: 'part', state });
      return [part, new Slot({ ...wanted, ...recording, lab, listener, onChange })];
    }),
  );
}

/** Gets parts ready to be started, one after the other, each as often as it is named. */
export async function prepareSlots(
  slotOf: (part: string) => Slot,
  parts: readonly string[],
  signal: AbortSignal,
): Promise<void> {
  for (const part of new Set(parts)) {
    signal.throwIfAborted();
    await slotOf(part).prepare(signal, parts.filter((each) => each === part).length);
  }
}
