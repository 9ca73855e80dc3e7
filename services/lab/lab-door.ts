import { rm } from 'node:fs/promises';
import { createServer, type Server, type Socket } from 'node:net';
import { TutorialError } from '../../src/errors.ts';
import { type Greeting, type Join, type JoinAnswer, joinSchema } from '../part/lab-messages.ts';
import { labsFolders, newSocketPath } from '../part/labs-folder.ts';
import { LineSocket } from '../part/line-socket.ts';
import { partMessageSchema } from '../part/messages.ts';
import type { PartListener } from '../part/part.ts';
import { isLoopback } from '../wire/loopback.ts';
import { rateLimit } from '../wire/rate-limit.ts';
import type { Lab } from './lab.ts';

/** Connections at a time: several for each part of a lab. */
const CONNECTIONS = 16;
/** A connection that has not said what it is by then is ended. */
const FIRST_WORD_MS = 2_000;
/** Messages a second that are listened to, of one part. */
const MESSAGES_PER_SECOND = 2_000;

/** As much of a lab as its door needs. */
export type LabInside = Pick<Lab, 'parts' | 'url' | 'hasRoomFor' | 'takeIn'>;

/** Where parts that the learner started by hand come into a lab. */
export interface Door {
  /** Nobody comes in any more; who is in is let go. */
  close(): Promise<void>;
}

/**
 * Opens the door of a lab: a socket in a folder that only this user can enter. Undefined where no folder takes one, as on Windows: then parts that
 * were started by hand are not seen.
 */
export async function openDoor(lab: LabInside, folders = labsFolders()): Promise<Door | undefined> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    receive(socket, lab);
  });
  server.maxConnections = CONNECTIONS;
  for (const folder of folders) {
    const path = await listenIn(server, folder).catch(() => undefined);
    if (path === undefined) continue;
    server.unref();
    return {
      close: async () => {
        const closed = new Promise((resolve) => server.close(resolve));
        for (const socket of sockets) socket.destroy();
        await closed;
      },
    };
  }
  return undefined;
}

async function listenIn(server: Server, folder: string): Promise<string> {
  const path = await newSocketPath(folder);
  // Left by a process of the same number that could not clear up.
  await rm(path, { force: true });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(path, resolve);
  });
  return path;
}

/** One connection: a greeting, the part's first word, the answer, and then what the part does. */
function receive(socket: Socket, lab: LabInside): void {
  const mayTell = rateLimit(MESSAGES_PER_SECOND);
  const patience = setTimeout(() => socket.destroy(), FIRST_WORD_MS);
  let join: Join | undefined;
  let listener: PartListener | undefined;
  const connection = new LineSocket(socket, (value) => {
    if (join) {
      if (listener && mayTell()) hear(value, join.part, listener);
      return;
    }
    clearTimeout(patience);
    join = joinSchema.parse(value);
    if (!lab.parts.includes(join.part)) throw new Error(`no part of this lab: ${join.part}`);
    takeIn(lab, join, connection).then(
      (taken) => {
        if (!('refused' in taken)) listener = taken;
        const answer: JoinAnswer =
          'refused' in taken ? { type: 'refused', why: taken.refused } : { type: 'taken', salt: taken.salt.reveal() };
        connection.send(answer);
      },
      () => connection.close(),
    );
  });
  connection.closed.then(() => clearTimeout(patience));
  const places = lab.parts.map((part) => [part, { url: lab.url(part), free: lab.hasRoomFor(part) }] as const);
  connection.send({ type: 'lab', places: Object.fromEntries(places) } satisfies Greeting);
}

async function takeIn(
  lab: Pick<Lab, 'takeIn'>,
  { part, url, version, pid }: Join,
  connection: LineSocket,
): Promise<PartListener | { refused: string }> {
  const { hostname, origin } = new URL(url);
  // The lab will send tokens there.
  if (!isLoopback(hostname)) return { refused: 'it does not run on this machine' };
  return lab.takeIn({
    name: part,
    kind: 'own',
    url: origin,
    version,
    place: `by hand, pid ${pid}`,
    reports: true,
    ended: connection.closed.then(
      () => new TutorialError('part-unreachable', `The ${part} server that was started by hand has ended.`),
    ),
    // The learner started it, and ends it.
    close: async () => connection.close(),
  });
}

/** A part speaks of itself alone. */
function hear(value: unknown, part: string, { onLog, onHop }: PartListener): void {
  const message = partMessageSchema.parse(value);
  if (message.type === 'log') onLog(message.text, message.at, message.traceId);
  else if (message.type === 'hop' && message.hop.to === part) onHop(message.hop);
}
