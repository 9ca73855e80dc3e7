import { execa } from 'execa';
import { TutorialError } from '../../src/errors.ts';
import { parseJson } from '../../src/evidence/json.ts';
import { LONGEST_SENTENCE, printable, printableLine } from '../../src/evidence/printable.ts';
import { redact } from '../../src/evidence/redact.ts';
import { Secret } from '../../src/evidence/secret.ts';
import { decodeToken } from './decoded-token.ts';
import type { TokenSet } from './login.ts';

/** Tokens that are got elsewhere: somebody else did, or a command of the learner's does. */

/** Milliseconds that a command has, where nobody says otherwise. */
const COMMAND_MS = 30_000;
/** Bytes of its output that are read: tokens of any provider are shorter. */
const LONGEST_OUTPUT = 64 * 1024;
/** RFC 6750, section 2.1. */
const BEARER_TOKEN = /^[\w.~+/-]+=*$/;

/** A token that somebody else got, and where it is from. */
export interface GivenToken {
  readonly token: Secret;
  /** E.g. the variable of the environment. */
  readonly from: string;
}

/** A given token as a login would have given it. Throws a TutorialError of kind login-refused where it is none that could be sent, or has expired. */
export function tokenAsGiven({ token, from }: GivenToken): TokenSet {
  const text = token.reveal().trim();
  if (!BEARER_TOKEN.test(text))
    throw new TutorialError('login-refused', `${from} holds no access token.`, {
      why: text === '' ? 'It is empty.' : 'It has characters in it that no bearer token has (RFC 6750, section 2.1).',
      next: `Set it to the token alone, without quotes and without the word Bearer.`,
    });
  const decoded = decodeToken(text) ?? { header: { alg: '' }, claims: {} };
  const { exp } = decoded.claims;
  const expiresAt = exp === undefined ? Number.POSITIVE_INFINITY : exp * 1000;
  if (expiresAt <= Date.now())
    throw new TutorialError('login-refused', `The access token of ${from} has expired.`, {
      why: `Its exp was ${new Date(expiresAt).toISOString()}.`,
      next: 'Get another one, and start again.',
    });
  return {
    ...decoded,
    accessToken: new Secret(text),
    refreshToken: undefined,
    expiresAt,
    scope: decoded.claims.scope ?? '',
  };
}

/** A command that prints a token, and how long it may take. */
export interface TokenCommand {
  /** The program and its arguments; no shell reads them. */
  readonly command: readonly string[];
  readonly signal: AbortSignal;
  /** Milliseconds. */
  readonly patienceMs?: number;
}

/**
 * The token that a command prints, alone or as the answer of a token endpoint (RFC 6749, section 5.1). The command is ended, with whatever it has
 * started, when it has not ended by itself in time, or says more than a token can be. Throws a TutorialError of kind login-refused where it gives none;
 * what it says on standard error is told, its output never.
 */
export async function tokenOfCommand({ command, signal, patienceMs = COMMAND_MS }: TokenCommand): Promise<TokenSet> {
  const [program = '', ...args] = command;
  signal.throwIfAborted();
  // In a group of its own, so that what it starts can be ended with it.
  const detached = process.platform !== 'win32';
  const child = execa(program, args, {
    stdin: 'ignore',
    timeout: patienceMs,
    maxBuffer: LONGEST_OUTPUT,
    cancelSignal: signal,
    killSignal: 'SIGKILL',
    reject: false,
    detached,
  });
  const end = () => (detached && child.pid !== undefined ? endGroup(child.pid) : child.kill('SIGKILL'));
  // Too much was said, and nobody reads on: that need not end the command.
  for (const output of [child.stdout, child.stderr]) output.once('close', () => !output.readableEnded && end());
  const ended = await child;
  end();
  signal.throwIfAborted();
  const { exitCode, stdout, stderr, timedOut, isMaxBuffer, originalMessage } = ended;
  const name = printableLine(program, LONGEST_SENTENCE);
  const refused = (why: string) =>
    new TutorialError('login-refused', `The command ${name} gave no access token.`, {
      why: [why, said(stderr)].filter(Boolean).join('\n'),
      next: 'Run it in a terminal: it has to print the token, alone or as JSON with access_token, and exit with 0.',
    });
  if (isMaxBuffer) throw refused(`It printed more than ${LONGEST_OUTPUT / 1024} KiB.`);
  if (timedOut) throw refused(`It had not ended after ${patienceMs / 1000} seconds.`);
  if (exitCode === undefined)
    throw refused(`It could not be run: ${printableLine(originalMessage ?? 'no reason is known', LONGEST_SENTENCE)}.`);
  if (exitCode !== 0) throw refused(`Its exit code was ${exitCode}.`);
  const text = accessTokenIn(stdout);
  if (text === undefined) throw refused('What it printed is no token.');
  return tokenAsGiven({ token: new Secret(text), from: `the command ${name}` });
}

function accessTokenIn(stdout: string): string | undefined {
  const text = stdout.trim();
  if (BEARER_TOKEN.test(text)) return text;
  const json = parseJson(text);
  const token = typeof json === 'object' && json !== null && 'access_token' in json ? json.access_token : undefined;
  return typeof token === 'string' && BEARER_TOKEN.test(token) ? token : undefined;
}

function said(stderr: string): string {
  const text = printable(redact(stderr.trim()), LONGEST_SENTENCE);
  return text === '' ? '' : `It said: ${text}`;
}

function endGroup(pid: number): void {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // All of it has ended.
  }
}
