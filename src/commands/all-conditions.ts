import { CONDITIONS } from '../../services/doctor/conditions.ts';
import { examine } from '../../services/doctor/examine.ts';
import type { Condition } from '../evidence/condition.ts';
import type { Io } from '../io.ts';
import { type DoctorOptions, machineAround } from '../run/machine-around.ts';
import { terminalSeen } from './terminal-seen.ts';

/** Every condition of this machine, for the lesson that the options ask for; of `how`, see examine. */
export function allConditions(
  options: DoctorOptions,
  io: Io,
  how: Parameters<typeof examine>[2],
): Promise<readonly Condition[]> {
  return examine(CONDITIONS, machineAround(options, io, terminalSeen(io)), how);
}
