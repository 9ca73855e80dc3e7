import { openFilesCondition } from '../../services/doctor/conditions/open-files.ts';
import { examine } from '../../services/doctor/examine.ts';
import { doctorReport } from '../../services/doctor/report.ts';
import { PROC } from '../../services/doctor/this-machine.ts';
import type { Condition } from '../evidence/condition.ts';
import type { Io } from '../io.ts';
import { showDoctor } from '../presenters/doctor.ts';
import type { DoctorOptions } from '../run/machine-around.ts';
import { VERSION } from '../version.ts';

/** Milliseconds for each condition; all are looked at at once. */
const PATIENCE_MS = 4_000;

/** Looks at what the lesson needs of this machine, and writes what it saw. Returns the exit code. Starts nothing, and changes nothing. */
export async function runDoctor(options: DoctorOptions, io: Io): Promise<number> {
  const at = Date.now();
  const conditions = await conditionsOf(options, io);
  const report = doctorReport(conditions, { version: VERSION, at, tookMs: Date.now() - at });
  showDoctor(report, io, { json: options.json ?? false, quiet: options.quiet ?? false });
  return report.exitCode;
}

/** Where too few files may be open to load what looks at the rest, that is told, and nothing else. */
async function conditionsOf(options: DoctorOptions, io: Io): Promise<readonly Condition[]> {
  const how = { signal: io.signal, patienceMs: PATIENCE_MS };
  const files = await examine([openFilesCondition], { proc: PROC }, how);
  if (files.some(({ state }) => state === 'failure')) return files;
  const { allConditions } = await import('./all-conditions.ts');
  return allConditions(options, io, how);
}
