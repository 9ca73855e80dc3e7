import { parseJson } from '../evidence/json.ts';
import { EVENTS_SCHEMA, type SessionEvent, sessionEventSchema } from '../lesson/events.ts';
import { INITIAL_STATE, reduce, type SessionState } from '../lesson/state.ts';
import type { ReadLine } from './lines.ts';

/** Events; folding more takes longer than anybody waits. */
const MOST_EVENTS = 200_000;

/** The types of events that this program knows. */
const KNOWN: ReadonlySet<string> = new Set(sessionEventSchema.options.map(({ shape }) => shape.type.value));

/** What a record of events tells, read back. */
export interface ReadEvents {
  readonly state: SessionState;
  /** Of another language of events than this program's, by its name; undefined where it is this one. */
  readonly otherSchema: string | undefined;
  /** What has to be known of the record before it is believed, a sentence each. */
  readonly notes: readonly string[];
}

/**
 * Reads events back, through the schema that `--json` is documented by, and folds them. What is no event is passed over and counted; a type that this
 * program does not know is passed over, for the schema is open to new ones. A last line that was torn is told of. Only the first session is told.
 * `isCut` says in the end whether there were more lines than these.
 */
export async function readEvents(lines: AsyncIterable<ReadLine>, isCut: () => boolean): Promise<ReadEvents> {
  let state = INITIAL_STATE;
  let otherSchema: string | undefined;
  let [count, passedOver] = [0, 0];
  let [isLonger, isTorn] = [false, false];
  for await (const { text, isWhole } of lines) {
    if (count >= MOST_EVENTS) {
      isLonger = true;
      break;
    }
    if (text?.trim() === '') continue;
    const read = text === undefined ? undefined : eventIn(text);
    if (read === 'unknown') continue;
    if (read === undefined) {
      if (isWhole) passedOver += 1;
      else isTorn = true;
      otherSchema ??= text === undefined ? undefined : schemaIn(text);
      continue;
    }
    if (read.type === 'session-started' && state.about) {
      isLonger = true;
      break;
    }
    count += 1;
    state = reduce(state, read);
  }
  const notes = [
    ...(isTorn ? ['The last line of the record was torn off: the run was killed while it wrote.'] : []),
    ...(passedOver > 0
      ? [`Of the record, ${passedOver} of its lines could not be read as events, and are not told.`]
      : []),
    ...(isLonger || isCut()
      ? ['The record goes on after what is told: it is longer than is read, or holds another session.']
      : []),
  ];
  return { state, otherSchema, notes };
}

/** The event of a line; `unknown` for one of a type that a later program has, undefined for what is none. */
function eventIn(line: string): SessionEvent | 'unknown' | undefined {
  const value = parseJson(line);
  const type = typeof value === 'object' && value !== null && 'type' in value ? value.type : undefined;
  if (typeof type !== 'string') return undefined;
  if (!KNOWN.has(type)) return 'unknown';
  const { data } = sessionEventSchema.safeParse(value);
  return data;
}

/** The name of another language of events, where a session of it begins on this line. */
function schemaIn(line: string): string | undefined {
  const value = parseJson(line);
  if (typeof value !== 'object' || value === null || !('schema' in value)) return undefined;
  return typeof value.schema === 'string' && value.schema !== EVENTS_SCHEMA ? value.schema : undefined;
}
