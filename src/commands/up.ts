import { resolve } from 'node:path';
import { EXIT_CODES, type Outcome, TutorialError } from '../errors.ts';
import type { Failure } from '../evidence/failure.ts';
import type { Io } from '../io.ts';
import { failureLine } from '../presenters/failure-document.ts';
import { plainPresenter } from '../presenters/plain.ts';
import { bringUp } from '../standing/bring-up.ts';
import { showStandingLab } from '../standing/show-lab.ts';
import type { StandingLab } from '../standing/standing-lab.ts';
import { livingLabs } from '../standing/standing-labs.ts';
import { whenItsTurn } from '../standing/turns.ts';

/** What `up` is asked for, beside what the lab is made of. */
export interface UpOptions {
  /** The command line, as it was given: the process of the lab reads it as well. */
  readonly args: readonly string[];
  readonly json: boolean;
  readonly verbose: boolean;
  readonly quiet: boolean;
  /** Start one even where one stands. */
  readonly another: boolean;
  /** The file of variables that was asked for. */
  readonly writeEnv: string | undefined;
}

/**
 * Brings up a lab that stands when this program has ended, and tells of it; or tells of the one that stands. Returns the exit code. Throws a TutorialError
 * of kind usage where a file of variables was asked for, and one stands that has another: only what is started now is written there.
 */
export async function runUp({ args, json, verbose, quiet, another, writeEnv }: UpOptions, io: Io): Promise<number> {
  const tell = (lab: StandingLab, started: boolean) => showStandingLab({ ...lab, started }, io, { json });
  return whenItsTurn('up', io, async () => {
    const [standing] = another ? [] : (await livingLabs()).filter(({ lab }) => lab.state === 'standing');
    if (standing && writeEnv !== undefined && standing.lab.namedFile?.path !== resolve(writeEnv))
      throw alreadyStanding(standing.lab, writeEnv);
    if (standing) {
      tell(standing.lab, false);
      return standing.lab.ended.length > 0 ? EXIT_CODES['part-unreachable'] : EXIT_CODES.proved;
    }
    const presenter = plainPresenter({ ...io, stdout: io.stderr }, [], { verbose, quiet });
    const brought = await bringUp({ args, io, presenter });
    if ('exitCode' in brought) {
      if (json)
        io.stdout.write(Buffer.from(failureLine(brought.failure ?? unsaid(brought.exitCode), brought.exitCode)));
      io.verdict?.told();
      return brought.exitCode;
    }
    tell(brought.lab, true);
    if (io.signal.aborted) return EXIT_CODES.interrupted;
    await brought.letStand();
    return EXIT_CODES.proved;
  });
}

/** What its process told on standard error alone, or could not tell any more. */
function unsaid(exitCode: number): Failure {
  const kind = (Object.keys(EXIT_CODES) as Outcome[]).find((name) => EXIT_CODES[name] === exitCode) ?? 'fault';
  return { kind, message: 'The lab does not stand.', next: 'Standard error says why.' };
}

function alreadyStanding({ since, envFile }: StandingLab, file: string): TutorialError {
  return new TutorialError('usage', `A lab stands already, since ${since}: ${file} was not written.`, {
    next: `Take ${envFile ?? 'its own file of variables'}; or end it with tutorial-tui down, or start one beside it with --another.`,
  });
}
