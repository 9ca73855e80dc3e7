import type { Deployment } from '../deployment.ts';
import { asTutorialError, EXIT_CODES, type TutorialError } from '../errors.ts';
import { printableLine } from '../evidence/printable.ts';
import { stopSignal } from '../interrupt/stop-signal.ts';
import type { Io } from '../io.ts';
import { describeInCommand } from '../presenters/error.ts';
import {
  checkReporters,
  type ReporterSurroundings,
  reportersFor,
  writeReport,
} from '../presenters/reports/reporters.ts';
import { showPlan, showVerification, verificationText } from '../presenters/verification.ts';
import { reportOfVerification } from '../report/of-verification.ts';
import type { Report } from '../report/report.ts';
import { keepVerification } from '../run/kept-verification.ts';
import type { ReporterWish } from '../settings.ts';
import { planOf } from '../verify/plan.ts';
import { verify } from '../verify/verify.ts';

/** What `verify` is asked for. */
export interface VerifyOptions {
  readonly deployment: Deployment;
  readonly json?: boolean;
  /** Only what failed, and the verdict. */
  readonly quiet?: boolean;
  /** What is written when it is over. */
  readonly reporter?: readonly ReporterWish[];
  /** Tell what would be sent, and send nothing. */
  readonly dryRun?: boolean;
  /** Milliseconds for all of it, and for one answer. */
  readonly timeout: number;
  readonly patience: number;
  /** Milliseconds that are waited for the right token to expire. */
  readonly waitForExpiry: number;
}

/**
 * Asks a deployment, and writes what came of it, however it ends. Returns the exit code. Throws a TutorialError of kind usage, before anything is sent or
 * written, where there is nothing to ask, or no report can be written.
 */
export async function runVerify(options: VerifyOptions, io: Io): Promise<number> {
  const { deployment, dryRun, json = false, quiet = false } = options;
  const plan = planOf(deployment);
  if (dryRun) {
    showPlan(plan, io);
    return EXIT_CODES.proved;
  }
  const reporters = reportersFor(options.reporter, io.env);
  await checkReporters(reporters);
  const stop = stopSignal(io.signal, options.timeout);
  const { verification, error } = await verify({
    deployment,
    env: io.env,
    patienceMs: options.patience,
    waitForExpiryMs: options.waitForExpiry,
    signal: stop.signal,
    onProgress: (text) => {
      if (!quiet) io.stderr.write(`${printableLine(text)}\n`);
    },
  });
  stop.clear();
  // A table of what was not come to tells nobody anything.
  if (json || !error || verification.rows.some(({ verdict }) => verdict !== 'not-tried'))
    showVerification(verification, io, { json, quiet });
  const unrecorded = await keepVerification(verificationText(verification));
  if (unrecorded) io.stderr.write(`${printableLine(unrecorded)}\n`);
  const unwritten = await writeReports(reporters, reportOfVerification(verification), { io, json });
  for (const each of [error, ...unwritten]) if (each) io.stderr.write(describeInCommand(each));
  // What was asked for, and is not there, is no success.
  return verification.exitCode || (unwritten[0]?.exitCode ?? EXIT_CODES.proved);
}

/** Writes each of them, whatever becomes of the others. Gives what some failed with. */
async function writeReports(
  wishes: readonly ReporterWish[],
  report: Report,
  around: ReporterSurroundings,
): Promise<readonly TutorialError[]> {
  const outcomes = await Promise.allSettled(wishes.map((wish) => writeReport(wish, report, around)));
  return outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [asTutorialError(outcome.reason)] : []));
}
