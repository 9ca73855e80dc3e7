import { writeFile } from 'node:fs/promises';
import { firstLogin } from '../../services/identity/plan-lookup.ts';
import { aborted } from '../../services/wire/deadline.ts';
import { asTutorialError, TutorialError } from '../errors.ts';
import type { PartState } from '../evidence/part-state.ts';
import { printableJson } from '../evidence/printable.ts';
import type { Io } from '../io.ts';
import { describeError } from '../presenters/error.ts';
import type { KeptLab, ProvedLab } from '../run/kept-lab.ts';
import { ENV_FILE } from '../run/passing-files.ts';
import type { RunFolder } from '../run/run-folder.ts';
import { VERSION } from '../version.ts';
import { envText, namedFile, removeNamedFile, writeNamedFile } from './env-file.ts';
import { writeLab } from './lab-file.ts';
import { LAB_SCHEMA, type StandingLab } from './standing-lab.ts';

/** How a lab is left standing. */
export interface StandingWish {
  readonly folder: Pick<RunFolder, 'run' | 'file'>;
  /** `signal` asks for the end. */
  readonly io: Pick<Io, 'stdout' | 'stderr' | 'signal'>;
  /** The file of variables that was named beside the one in the run's folder. */
  readonly envFile: string | undefined;
  /** Resolves when whoever asked for the lab has been told of it, and lets it stand. */
  readonly letStand: Promise<void>;
}

/**
 * A lab that stands when the process that asked for it is gone. Its run's folder says from the beginning that it is one, then what its addresses are,
 * and which parts have ended. On standard output it tells of itself once, in a line of JSON. Throws a TutorialError where the run has no folder: nobody
 * would find the lab again.
 */
export function standingLab({ folder, io, envFile, letStand }: StandingWish): KeptLab {
  const { stdout, stderr, signal } = io;
  const file = folder.file(ENV_FILE);
  if (file === undefined) throw withoutPlace();
  let lab: StandingLab = {
    schema: LAB_SCHEMA,
    run: folder.run,
    folder: folder.file('.') ?? '',
    state: 'starting',
    pid: process.pid,
    since: new Date().toISOString(),
    version: VERSION,
    parts: [],
    variables: {},
    ended: [],
  };
  // One writing after the other, the newest last.
  let written: Promise<unknown> = writeLab(lab);
  written.catch(() => {});
  const change = (news: Partial<StandingLab>) => {
    lab = { ...lab, ...news };
    const asItIs = lab;
    written = written.catch(() => {}).then(() => writeLab(asItIs));
    written.catch(() => {});
    return written;
  };
  let lost: TutorialError | undefined;
  const onPart = ({ part, status, why = '' }: PartState, at: number) => {
    if (lab.state !== 'standing' || status !== 'failed') return;
    lost ??= new TutorialError('part-unreachable', `The lab is not whole any more: ${part} has ended.`, { why });
    change({ ended: [...lab.ended, { part, at, why }] });
  };
  const stand = async (proved: ProvedLab) => {
    const { state, passwordMade } = proved;
    const variables = variablesOf(proved);
    const head = `The lab of tutorial-tui's run ${folder.run}. It ends with: tutorial-tui down`;
    await writeFile(file, envText(head, variables, NO_PASSWORD), { mode: 0o600 });
    const { password } = proved.lab.credentials;
    // The one secret that is ever written down: nobody else could log in. It is good in this lab alone, and only where it was asked for by the file's name.
    const login: Record<string, string> = passwordMade ? { USER_PASSWORD: password.reveal() } : {};
    const text = envText(head, { ...variables, ...login }, passwordMade ? [] : NO_PASSWORD);
    const named = envFile === undefined ? undefined : namedFile(envFile, text);
    try {
      if (named) {
        // Noted before it is written: killed in between, the lab leaves no secret of which nobody knows.
        await change({ namedFile: named });
        await writeNamedFile(named, text);
      }
      await change({ state: 'standing', parts: partsOf(proved), variables, envFile: file });
      stdout.write(`${printableJson(lab)}\n`);
      // One may have ended between the last step and now.
      for (const each of Object.values(state.parts)) onPart(each, Date.now());
      await Promise.race([letStand, aborted(signal)]);
      await aborted(signal);
      await change({ state: 'ending' }).catch(() => {});
    } finally {
      if (named) await removeNamedFile(named).catch(() => 'changed');
    }
  };
  return {
    name: 'standing lab',
    tell: (event) => {
      if (event.type === 'part') onPart(event.state, event.at);
    },
    keep: async (proved) => {
      try {
        await stand(proved);
        return lost;
      } catch (thrown) {
        const error = asTutorialError(thrown);
        stderr.write(describeError(error));
        return error;
      }
    },
  };
}

function withoutPlace(): TutorialError {
  return new TutorialError('prerequisite-missing', 'No folder can be written for this run.', {
    why: 'A lab that stands is found again by its folder.',
    next: 'Set XDG_STATE_HOME to a folder that you may write to, or TMPDIR.',
  });
}

const NO_PASSWORD = ['USER_PASSWORD is yours, and is written down nowhere.'];

/** Where each part is, and what a login takes. */
function variablesOf({ lab }: ProvedLab): Record<string, string> {
  const { issuer, endpoints, realm, credentials } = lab;
  const login = firstLogin(realm);
  const ready = lab.parts.filter((part) => lab.isReady(part));
  return {
    ISSUER: issuer,
    TOKEN_ENDPOINT: endpoints.token,
    ...(login && { CLIENT_ID: login.client.id, SCOPE: login.scope.name }),
    USER_NAME: credentials.userName,
    ...Object.fromEntries(ready.map((part) => [`${part.toUpperCase().replaceAll('-', '_')}_URL`, lab.url(part)])),
  };
}

function partsOf({ lab, state: { parts } }: ProvedLab): StandingLab['parts'] {
  return lab.parts
    .filter((part) => lab.isReady(part))
    .map((name) => ({
      name,
      url: lab.url(name),
      is: parts[name]?.version ?? '',
      place: parts[name]?.place ?? '',
    }));
}
