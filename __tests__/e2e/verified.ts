import { type VerifyReport, verifyReportSchema } from '../../src/verify/report.ts';
import { type Ended, type Program, run, type StartOptions } from './program.ts';

/** What `verify --json` came to. */
export type Verified = Program & Ended & { readonly report: VerifyReport };

/** Runs `verify --json` with these options. Throws where what it writes is not its one document. */
export async function verified(options: readonly string[], started?: StartOptions): Promise<Verified> {
  const program = await run(['verify', ...options, '--json'], started);
  if (program.stdout === '') throw new Error(`verify ended with ${program.code}, without a report:\n${program.stderr}`);
  return Object.assign(program, { report: verifyReportSchema.parse(JSON.parse(program.stdout)) });
}
