import { PassThrough } from 'node:stream';
import { linkedController } from '../../services/wire/deadline.ts';
import { COURSE } from '../../steps/index.ts';
import { TutorialError } from '../errors.ts';
import type { Io } from '../io.ts';
import { stepsOf } from '../lesson/chapter.ts';
import { offeredLogin } from '../run/offered-login.ts';
import type { LessonOptions } from '../settings.ts';
import { checkNamedFile } from '../standing/env-file.ts';
import { standingLab } from '../standing/keep-standing.ts';
import { listenToParent } from '../standing/parent.ts';
import { runCi } from './ci.ts';

/** With this step all parts are there, and a call would work. */
const PREPARED_BY = '2b';
/** Ways in which the user's token is got with the user's password. */
const BY_PASSWORD: readonly string[] = ['password', 'code', 'device'];

/** The process of a lab that is to stand: proves what was asked for, tells of it, and holds the lab until it is asked to end. Returns the exit code. */
export async function runStanding(options: LessonOptions, envFile: string | undefined, io: Io): Promise<number> {
  const parent = listenToParent(io.stdin);
  const end = linkedController(io.signal);
  parent.gone.then(() => end.abort());
  // Nobody reads on once the lab stands.
  const stdout = new PassThrough();
  stdout.pipe(io.stdout, { end: false });
  parent.letStand.then(() => stdout.unpipe().resume());
  requirePassword(options, envFile, io);
  if (envFile !== undefined) await checkNamedFile(envFile);
  const { chapter, only, from } = options;
  const chosen = chapter === undefined && only === undefined && from === undefined ? { only: preparing() } : {};
  return runCi({ ...options, ...chosen, ci: true, json: true }, { ...io, stdout, signal: end.signal }, (folder, its) =>
    standingLab({ folder, io: its, envFile, letStand: parent.letStand }),
  );
}

/** The steps of the course up to the one by which all is prepared. */
function preparing(): string[] {
  const ids = stepsOf(COURSE).map(({ id }) => id);
  return ids.slice(0, ids.indexOf(PREPARED_BY) + 1);
}

/** A lab in which nobody can log in is of no use, and nobody sees a password that was made at random. */
function requirePassword(options: LessonOptions, envFile: string | undefined, { env }: Io): void {
  const { password, userName } = offeredLogin(options, env);
  const isWanted = BY_PASSWORD.includes(options.deployment.identity.token.by);
  if (!isWanted || password === 'given' || password === 'known' || envFile !== undefined) return;
  throw new TutorialError('login-refused', 'USER_PASSWORD is not set.', {
    why: `A password made at random would be known to nobody, and ${userName} could not log in by hand.`,
    next: 'Set USER_PASSWORD to one of your choice; or let one be made and written into a file for you alone: tutorial-tui up --write-env FILE.',
  });
}
