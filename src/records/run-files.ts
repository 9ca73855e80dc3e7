import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stateFolder } from '../../services/machine/folders.ts';
import { USER_ID } from '../../services/machine/own-folder.ts';

/** The record of a lesson, in its run's folder: the events of `--json`, one a line. */
export const EVENTS_FILE = 'events.ndjson';
/** The record of a verification, likewise: the document of `verify --json`. */
export const VERIFICATION_FILE = 'verification.json';
/** What a run may have left. */
export const RECORD_FILES: readonly string[] = [EVENTS_FILE, VERIFICATION_FILE];
/** The mark of the process whose run it is, as long as it runs. It is there before the record is. */
export const OWNER_FILE = 'owner.json';
/** Bytes of the longest mark. */
export const MARK_LIMIT = 4_096;

/** `2026-11-24T16-13-07-123Z-a1B2c3`: when the run began, and what makes it the only one. */
export const RUN_NAME = /^\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d-\d{3}Z-[A-Za-z0-9]{6}$/;

/** The beginning of a run's name. */
export function runPrefix(now: Date): string {
  return `${now.toISOString().replaceAll(/[:.]/g, '-')}-`;
}

/** The two folders that this user's runs are in: below the state folder and, where that cannot be, below a name in the temporary one. */
export function runPlaces({ state = stateFolder(), temporary = tmpdir() } = {}): readonly [string, string] {
  return [state, guessable(temporary)];
}

/** The runs of such a folder. */
export function runsBelow(place: string): string {
  return join(place, 'runs');
}

/** A name that everybody can guess, and may have taken. */
function guessable(temporary: string): string {
  return join(temporary, `tutorial-tui-${USER_ID ?? 'runs'}`);
}
