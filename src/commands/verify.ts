import type { Deployment } from '../deployment.ts';
import { EXIT_CODES } from '../errors.ts';
import { printableLine } from '../evidence/printable.ts';
import { stopSignal } from '../interrupt/stop-signal.ts';
import type { Io } from '../io.ts';
import { checkReporters, reportersFor, writeReport } from '../presenters/reports/reporters.ts';
import { showPlan, showVerification, verificationText } from '../presenters/verification.ts';
import { reportOfVerification } from '../report/of-verification.ts';
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

/** Asks a deployment, and writes what came of it. Returns the exit code. Throws a TutorialError where there is nothing to report. */
export async function runVerify(options: VerifyOptions, io: Io): Promise<number> {
  if (options.dryRun) {
    showPlan(planOf(options.deployment), io);
    return EXIT_CODES.proved;
  }
  const reporters = reportersFor(options.reporter, io.env);
  await checkReporters(reporters);
  const stop = stopSignal(io.signal, options.timeout);
  try {
    const verification = await verify({
      deployment: options.deployment,
      env: io.env,
      patienceMs: options.patience,
      waitForExpiryMs: options.waitForExpiry,
      signal: stop.signal,
      onProgress: (text) => {
        if (!options.quiet) io.stderr.write(`${printableLine(text)}\n`);
      },
    });
    showVerification(verification, io, options);
    const report = reportOfVerification(verification);
    for (const each of reporters) await writeReport(each, report, { io, json: options.json ?? false });
    const unrecorded = await keepVerification(verificationText(verification));
    if (unrecorded) io.stderr.write(`${printableLine(unrecorded)}\n`);
    return verification.exitCode;
  } finally {
    stop.clear();
  }
}
