import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import * as z from 'zod';
import { TutorialError } from '../../src/errors.ts';
import { parseJson } from '../../src/evidence/json.ts';
import { linkedController, withDeadline } from '../wire/deadline.ts';
import { skewByDate } from '../wire/skew.ts';
import type { EngineAddress } from './address.ts';
import { type Candidate, engineCandidates } from './candidates.ts';
import { engineGet } from './engine-http.ts';
import type { Surroundings } from './surroundings.ts';
import { NO_SOCKET, unreachableReason } from './unreachable.ts';

/** An engine that hangs (a paused virtual machine) is given up after this; a slow one gets its time. */
const PATIENCE_MS = 10_000;

/** A container engine that answers. */
export interface FoundEngine {
  readonly address: EngineAddress;
  /** `Docker 28.2.2` or `Podman 5.3.1` */
  readonly name: string;
  readonly source: string;
  readonly where: string;
  /** Seconds by which the clock of its machine is ahead of ours; undefined where it does not tell its time. */
  readonly skew?: number | undefined;
}

/** A place that was looked at and not taken, and why. */
export interface PassedOver {
  readonly source: string;
  readonly where: string;
  readonly reason: string;
  /** Whether it is worth a word where no engine is needed: there is something, or the user said so. */
  readonly telling: boolean;
}

/** What a search for an engine found, and each place that had none, with the reason. */
export interface EngineSearch {
  readonly engine?: FoundEngine;
  readonly passedOver: readonly PassedOver[];
}

/** Whether an engine holds an image. */
export type ImageLook =
  | { readonly image: 'there' | 'missing' }
  | { readonly image: 'unknown'; readonly reason: string };

type Look = { readonly name: string; readonly skew: number | undefined } | { readonly reason: string };

const versionSchema = z.object({
  Version: z.string(),
  Os: z.string().optional(),
  Components: z.array(z.object({ Name: z.string() })).optional(),
});

/** This process's own surroundings. */
export function surroundings(env: NodeJS.ProcessEnv = process.env): Surroundings {
  return { env, platform: process.platform, homedir: homedir(), uid: process.getuid?.(), readText };
}

/**
 * The first engine that answers, in the order of `engineCandidates`; all are asked at once. One that the user named for this run
 * (DOCKER_HOST, DOCKER_CONTEXT) decides: where it fails, the search finds none, and says which others answer. Each is waited for `patienceMs`.
 */
export async function findEngine(
  around: Surroundings,
  signal: AbortSignal,
  patienceMs = PATIENCE_MS,
): Promise<EngineSearch> {
  const candidates = engineCandidates(around);
  const enough = linkedController(signal);
  const looks = candidates.map((candidate) => look(candidate, enough.signal, patienceMs));
  const decider = candidates.find(({ decides }) => decides);
  const passedOver: PassedOver[] = [];
  try {
    for (const [index, candidate] of candidates.entries()) {
      const { source, where, address, named } = candidate;
      const seen = (await looks[index]) ?? { reason: '' };
      signal.throwIfAborted();
      if ('reason' in seen) {
        const { reason } = seen;
        passedOver.push({ source, where, reason, telling: named || reason !== NO_SOCKET });
      } else if (decider && candidate !== decider) {
        passedOver.push({
          source,
          where,
          reason: `answers (${seen.name}), but ${decider.source} decides; unset it to use this one`,
          telling: true,
        });
      } else if (address) return { engine: { address, name: seen.name, source, where, skew: seen.skew }, passedOver };
    }
    return { passedOver };
  } finally {
    enough.abort();
  }
}

/** The error for a lesson that needs an engine where none answers: every candidate with the reason why it was passed over. */
export function noEngine(passedOver: readonly PassedOver[]): TutorialError {
  const list = passedOver.map((place) => `  ${passedOverWords(place)}`).join('\n');
  return new TutorialError('prerequisite-missing', 'No container engine answers.', {
    why: `Each of these was looked at:\n${list}`,
    next: 'Start Docker or Podman (podman machine start), or go on with --idp embedded, which needs none.',
  });
}

/** The places that are worth a word, each with the reason why it was passed over. */
export function tellingReasons(passedOver: readonly PassedOver[]): string[] {
  return passedOver.filter(({ telling }) => telling).map(passedOverWords);
}

/** A place, and why it was passed over. */
export function passedOverWords({ source, where, reason }: PassedOver): string {
  return `${source}, ${where}: ${reason}`;
}

/** Whether the engine holds the image, or why it cannot say. */
export async function lookForImage(engine: FoundEngine, image: string, signal: AbortSignal): Promise<ImageLook> {
  const path = `/images/${image}/json`;
  try {
    const { status, text } = await withDeadline(PATIENCE_MS, signal, (limited) =>
      engineGet(engine.address, path, limited),
    );
    if (status === 200 || status === 404) return { image: status === 200 ? 'there' : 'missing' };
    return { image: 'unknown', reason: answered(status, text) };
  } catch (error) {
    signal.throwIfAborted();
    return { image: 'unknown', reason: unreachableReason(error, PATIENCE_MS) };
  }
}

function answered(status: number, text: string): string {
  return `answered ${status} ${text.slice(0, 200).trim()}`;
}

async function look({ address, problem }: Candidate, signal: AbortSignal, patienceMs: number): Promise<Look> {
  if (!address) return { reason: problem ?? '' };
  try {
    const { status, text, date } = await withDeadline(patienceMs, signal, (limited) =>
      engineGet(address, '/version', limited),
    );
    if (status !== 200) return { reason: answered(status, text) };
    const version = versionSchema.safeParse(parseJson(text));
    if (!version.success) return { reason: 'answers, but not as a container engine' };
    if (version.data.Os === 'windows') return { reason: 'runs Windows containers; switch it to Linux containers' };
    const podman = version.data.Components?.some(({ Name }) => /podman/i.test(Name));
    const name = `${podman ? 'Podman' : 'Docker'} ${version.data.Version}`;
    return { name, skew: skewByDate(date ?? null, Date.now()) };
  } catch (error) {
    return { reason: unreachableReason(error, patienceMs) };
  }
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
