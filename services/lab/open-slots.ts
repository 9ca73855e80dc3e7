import { asFailure, type TutorialError } from '../../src/errors.ts';
import type { LabEvent, WantedPart } from './lab-options.ts';
import type { LoginTraces } from './login-traces.ts';
import type { Records } from './records.ts';
import { Slot, type SlotOptions } from './slot.ts';

/** What the places of a lab's parts have in common. */
interface Slots {
  /** Its records keep what is sent to parts that are recorded. */
  readonly lab: SlotOptions['lab'] & { readonly records: Records };
  /** What the prints of the run are made with. */
  readonly salt: SlotOptions['listener']['salt'];
  /** Which hops are one login. */
  readonly logins: LoginTraces;
  readonly tell: (event: LabEvent) => void;
  readonly retries?: number | undefined;
}

/** The place of each part of a lab, by its name; what a part tells is told as the lab's. */
export function openSlots(
  parts: readonly WantedPart[],
  { lab, salt, logins, tell, retries }: Slots,
): ReadonlyMap<string, Slot> {
  return new Map(
    parts.map((wanted) => {
      const part = wanted.source.name;
      const listener: SlotOptions['listener'] = {
        onLog: (text, at, traceId) => tell({ type: 'log', line: { part, at, text, ...(traceId && { traceId }) } }),
        onHop: (hop) => tell({ type: 'hop', hop: logins.traced(hop) }),
        salt,
      };
      const recording = wanted.recorded && { recording: lab.records.of(part) };
      const onChange: SlotOptions['onChange'] = (state) => tell({ type: 'part', state });
      const onRetry: SlotOptions['onRetry'] = (why, retry) =>
        tell({ type: 'part-retried', part, retry, retries: retries ?? 0, failure: asFailure(why) });
      const otherPorts = parts.filter((other) => other !== wanted).map(({ port }) => port.port);
      return [part, new Slot({ ...wanted, ...recording, lab, listener, onChange, onRetry, otherPorts, retries })];
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

/** What a part of the learner's that has stopped answering is told of by; undefined where none has. Throws the reason of the signal. */
export async function silenceAmong(slots: readonly Slot[], signal: AbortSignal): Promise<TutorialError | undefined> {
  const asked = slots.map(({ running }) => running?.silence?.(signal));
  return (await Promise.all(asked)).find((silent) => silent !== undefined);
}
