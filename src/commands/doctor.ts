import { CONDITIONS } from '../../services/doctor/conditions.ts';
import { examine } from '../../services/doctor/examine.ts';
import { doctorReport } from '../../services/doctor/report.ts';
import type { Io } from '../io.ts';
import { showDoctor } from '../presenters/doctor.ts';
import { type DoctorOptions, machineAround } from '../run/machine-around.ts';
import { VERSION } from '../version.ts';
import { terminalSeen } from './terminal-seen.ts';

/** Milliseconds for each condition; all are looked at at once. */
const PATIENCE_MS = 4_000;

/** Looks at what the lesson needs of this machine, and writes what it saw. Returns the exit code. Starts nothing, and changes nothing. */
export async function runDoctor(options: DoctorOptions, io: Io): Promise<number> {
  const at = Date.now();
  const around = machineAround(options, io, terminalSeen(io));
  const conditions = await examine(CONDITIONS, around, { signal: io.signal, patienceMs: PATIENCE_MS });
  const report = doctorReport(conditions, { version: VERSION, at, tookMs: Date.now() - at });
  showDoctor(report, io, { json: options.json ?? false });
  return report.exitCode;
}
