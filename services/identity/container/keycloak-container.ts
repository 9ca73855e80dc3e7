import { randomBytes } from 'node:crypto';
import type { TutorialError } from '../../../src/errors.ts';
import { redact } from '../../../src/evidence/redact.ts';
import { Secret } from '../../../src/evidence/secret.ts';
import type { ContainerEngine } from '../../container-engine/engine.ts';
import { ownerLabels, witnessOf } from '../../container-engine/owner.ts';
import { placeContainer } from '../../container-engine/place.ts';
import type { WorkProgress } from '../../part/part.ts';
import { linkedController } from '../../wire/deadline.ts';
import { type Held, holdIPv6 } from '../../wire/relay.ts';
import { AdminApi, AdminSession } from '../keycloak/admin-api.ts';
import type { AdminLogin } from '../keycloak/admin-login.ts';
import { serverVersion } from '../keycloak/server-version.ts';
import { deathOf, SveDeath } from './death.ts';
import { keptAdmin } from './kept-admin.ts';
import { LogTail } from './log-tail.ts';
import { holdSession, type Parting, partingFromAdopted, partingFromMade } from './parting.ts';
import { waitUntilReady } from './readiness.ts';
import { type Adopted, takeStock } from './take-stock.ts';
import { watchContainer } from './watch.ts';

const NAME = 'tutorial-tui-keycloak';
const INSIDE = 8080;
/** Fewer vector instructions: what cures Java on an Apple M4. Other processors do not know the flag. */
const WITHOUT_SVE = { JAVA_OPTS_APPEND: '-XX:+IgnoreUnrecognizedVMOptions -XX:UseSVE=0' };

/** Which Keycloak to run, where, and what becomes of it. */
export interface KeycloakContainerOptions {
  readonly engine: ContainerEngine;
  /** It has to be in the engine already. */
  readonly image: string;
  /** The wanted port of 127.0.0.1; 0 takes any. */
  readonly port: { readonly port: number; readonly pinned: boolean };
  /** Its first admin; without one, `admin` with a random password. */
  readonly admin?: AdminLogin | undefined;
  /** Names this run; every container of it carries the name. */
  readonly session: string;
  /** Leaves the container running at the end. */
  readonly keep: boolean;
  /** The folder in which runs of this user say which kept containers they use. */
  readonly marks: string;
  readonly signal: AbortSignal;
  readonly onProgress: (progress: WorkProgress) => void;
  /** Every line of its log, redacted, and what had to be chosen differently. */
  readonly onLog: (line: string) => void;
}

/** A Keycloak of ours that answers. */
export interface KeycloakContainer {
  readonly id: string;
  readonly name: string;
  /** `http://localhost:8080` */
  readonly baseUrl: string;
  readonly admin: AdminLogin;
  readonly version: string;
  /** Whether it is there after this run. */
  readonly stays: boolean;
  /** Resolves when it ended without being asked to. */
  readonly ended: Promise<TutorialError>;
  /** Removes it, unless it was kept or is to be kept. Never throws. */
  close(): Promise<void>;
}

/**
 * Starts Keycloak as the tutorial does (start-dev), on 127.0.0.1 only, and waits until it answers; or takes one that an earlier run kept.
 * Throws a TutorialError where it does not come up, and leaves nothing of its own behind then.
 */
export async function startKeycloakContainer(options: KeycloakContainerOptions): Promise<KeycloakContainer> {
  const tell = (line: string) => say(options, line);
  const adopted = await takeStock({ ...options, say: tell });
  if (adopted) return takeUp(options, adopted);
  const admin = options.admin ?? { username: 'admin', password: new Secret(randomBytes(24).toString('base64url')) };
  try {
    return await startAnew(options, admin, {});
  } catch (error) {
    if (!(error instanceof SveDeath)) throw error;
    tell('Java stumbled over this processor (SIGILL); starting again with -XX:UseSVE=0');
    return startAnew(options, admin, WITHOUT_SVE);
  }
}

/** What had to be chosen differently: for the eye now, and for the log. */
function say({ onLog, onProgress }: KeycloakContainerOptions, line: string): void {
  onLog(line);
  onProgress({ text: line });
}

interface Started {
  readonly id: string;
  readonly name: string;
  readonly port: number;
  readonly admin: AdminLogin;
  /** From when on its log is of interest, in milliseconds since the epoch: before, it is what an earlier run saw. */
  readonly since?: number;
  /** Its port of ::1; undefined where somebody else has it. */
  readonly ipv6: Held | undefined;
}

async function takeUp(options: KeycloakContainerOptions, adopted: Adopted): Promise<KeycloakContainer> {
  const { id, name, publishedPort: port = 0, env } = adopted.details;
  const { KC_BOOTSTRAP_ADMIN_USERNAME: username = 'admin', KC_BOOTSTRAP_ADMIN_PASSWORD: password = '' } = env;
  const ipv6 = await holdIPv6(port);
  if (!ipv6) say(options, `[::1]:${port} belongs to another program: in a browser, take http://127.0.0.1:${port}`);
  const started = { id, name, port, admin: { username, password: new Secret(password) }, since: adopted.since, ipv6 };
  const container = await bringUp(options, started, partingFromAdopted({ ...options, ...started }, adopted));
  try {
    const admin = await keptAdmin({ ...options, ...container, first: started.admin, given: options.admin });
    const { baseUrl, version } = container;
    const ask = () => serverVersion(new AdminApi(new AdminSession(baseUrl, admin), options.signal)).catch(() => '');
    return { ...container, admin, stays: true, version: version || (await ask()) };
  } catch (error) {
    await container.close();
    throw error;
  }
}

async function startAnew(
  options: KeycloakContainerOptions,
  admin: AdminLogin,
  extra: Readonly<Record<string, string>>,
) {
  const started = { ...(await place(options, admin, extra)), admin };
  return bringUp(options, started, partingFromMade({ ...options, ...started }));
}

async function place(options: KeycloakContainerOptions, admin: AdminLogin, extra: Readonly<Record<string, string>>) {
  const { engine, image, port, session, keep, signal } = options;
  const env = {
    KC_BOOTSTRAP_ADMIN_USERNAME: admin.username,
    KC_BOOTSTRAP_ADMIN_PASSWORD: admin.password.reveal(),
    ...extra,
  };
  const labels = ownerLabels(session, keep);
  const spec = { image, command: ['start-dev'], env, labels, hostname: witnessOf(session), inside: INSIDE };
  const made = await holdSession(engine, session, signal);
  try {
    const placed = await placeContainer({ engine, spec, name: NAME, port, signal, say: (line) => say(options, line) });
    made.gone();
    return placed;
  } catch (error) {
    // Cancelled while the engine was at work: it may have made the container after all.
    if (signal.aborted) options.onProgress({ text: made.ending });
    await made.remove();
    throw error;
  }
}

async function bringUp(
  options: KeycloakContainerOptions,
  { id, name, port, admin, since, ipv6 }: Started,
  parting: Parting,
): Promise<KeycloakContainer> {
  const { engine, signal, onLog, onProgress } = options;
  const baseUrl = `http://localhost:${port}`;
  const tail = new LogTail();
  const closing = new AbortController();
  const known = [admin.password.reveal()];
  const startedAt = Date.now();
  let waiting = true;
  const show = () =>
    onProgress({ text: `Keycloak starts · ${Math.round((Date.now() - startedAt) / 1000)} s · ${tail.last}` });
  const end = watchContainer(
    { engine, id, since },
    (raw) => {
      const line = redact(raw, known);
      tail.add(line);
      onLog(line);
      if (waiting) show();
    },
    closing.signal,
  );
  const ended = end.then((how) => deathOf(how, name, tail.text));
  const close = async (cameUp: boolean) => {
    closing.abort();
    await parting.part(cameUp);
    await ipv6?.release();
  };
  const ticker = setInterval(show, 1_000);
  const ready = linkedController(signal);
  try {
    const up = waitUntilReady(baseUrl, ready.signal, () => tail.startedAt);
    up.catch(() => undefined);
    const death = await Promise.race([up.then(() => undefined), ended]);
    if (death) throw death;
    parting.settled();
  } catch (error) {
    await close(false);
    throw error;
  } finally {
    waiting = false;
    ready.abort();
    clearInterval(ticker);
  }
  let closed: Promise<void> | undefined;
  return {
    id,
    name,
    baseUrl,
    admin,
    version: tail.version || tagOf(options.image),
    stays: options.keep,
    ended,
    close: () => {
      closed ??= close(true);
      return closed;
    },
  };
}

/** What is known of the version before the log has told it; `latest` tells nothing. */
function tagOf(image: string): string {
  return /:(\d[^/]*)$/.exec(image)?.[1] ?? '';
}
