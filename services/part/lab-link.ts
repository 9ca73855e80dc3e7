import { rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { newSalt, printer } from '../../src/evidence/print.ts';
import { Secret } from '../../src/evidence/secret.ts';
import { channelReporter } from './channel.ts';
import { answerSchema, type Greeting, greetingSchema, type Join } from './lab-messages.ts';
import { socketsOfLabs } from './labs-folder.ts';
import { LineSocket } from './line-socket.ts';
import type { PartMessage } from './messages.ts';
import type { PartReporter } from './part-server.ts';

/** How often a part without a lab looks for one. */
const LOOK_EVERY_MS = 2_000;
/** A lab that has not answered by then is passed over. */
const ANSWER_MS = 1_000;

/** The way of a part that was started by hand into a lab that lives, as soon and as often as there is one. */
export interface LabLink {
  /** Tells the lab what the part does; nobody while there is none. */
  readonly reporter: PartReporter;
  /** Looks for a lab from now on. */
  look(self: Self): void;
  close(): void;
}

type Self = Omit<Join, 'type'>;

/** `say` is told when a lab takes the part in, why one does not, and when it is gone. */
export function labLink(say: (text: string) => void): LabLink {
  let lab: Visit | undefined;
  // What it sees before it belongs to a lab it tells nobody.
  let print = printer(newSalt());
  let joinedAt = Number.POSITIVE_INFINITY;
  const isFromBefore = (message: PartMessage) => message.type === 'hop' && message.hop.at <= joinedAt;
  let over = false;
  let said = '';
  let timer: NodeJS.Timeout | undefined;
  const sayOnce = (text: string) => {
    if (text !== said) say(text);
    said = text;
  };
  const lookAgain = (self: Self) => {
    if (!over) timer = setTimeout(look, LOOK_EVERY_MS, self).unref();
  };
  const look = async (self: Self): Promise<void> => {
    const found = await findLab(self).catch(() => undefined);
    const joined = await found?.join(self);
    if (!found || !joined || 'refused' in joined || over) {
      found?.close();
      if (joined && 'refused' in joined)
        sayOnce(`The lab that runs here does not take this server in: ${joined.refused}.`);
      lookAgain(self);
      return;
    }
    lab = found;
    joinedAt = Date.now();
    print = printer(joined.salt);
    sayOnce('The lab that runs here has taken this server in: it sees the calls that reach it.');
    await found.closed;
    lab = undefined;
    if (over) return;
    sayOnce('That lab has ended; this server goes on alone.');
    lookAgain(self);
  };
  return {
    reporter: channelReporter(
      (credential) => print(credential),
      (messages) => {
        for (const message of messages) if (!isFromBefore(message)) lab?.send(message);
      },
    ),
    look: (self) => void look(self),
    close: () => {
      over = true;
      clearTimeout(timer);
      lab?.close();
    },
  };
}

/** A lab that was visited and has said what it wants. */
interface Visit {
  readonly greeting: Greeting;
  readonly closed: Promise<void>;
  /** Asks to be taken in. Gives what the lab makes prints with where that is so, and else why not. */
  join(self: Self): Promise<{ readonly salt: Secret } | { readonly refused: string }>;
  send(message: unknown): void;
  close(): void;
}

/** The lab that this part is meant for: the one that wants it where it stands, or else the newest that has none yet, or else the newest. */
async function findLab({ part, url }: Self): Promise<Visit | undefined> {
  const visits = (await Promise.all((await socketsOfLabs()).map(visit))).filter((each) => each !== undefined);
  const place = ({ greeting }: Visit) => greeting.places[part];
  const chosen =
    visits.find((each) => place(each)?.free && place(each)?.url === url) ??
    visits.find((each) => place(each)?.free) ??
    visits[0];
  for (const each of visits) if (each !== chosen) each.close();
  return chosen;
}

/** Whether nobody listens at a lab's socket any more: it was left by a lab that could not clear up. */
export function isAbandoned(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(path);
    socket.once('connect', () => {
      socket.destroy();
      resolve(false);
    });
    socket.once('error', (error: NodeJS.ErrnoException) => resolve(error.code === 'ECONNREFUSED'));
  });
}

/** Connects to a lab's socket; undefined where no lab lives there any more. */
async function visit(path: string): Promise<Visit | undefined> {
  const socket = connect(path);
  // Left by a lab that could not clear up.
  socket.once('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'ECONNREFUSED') rm(path, { force: true }).catch(() => {});
  });
  let onValue: (value: unknown) => void = () => {};
  const lines = new LineSocket(socket, (value) => onValue(value));
  const next = () =>
    new Promise<unknown>((resolve) => {
      const timer = setTimeout(() => resolve(undefined), ANSWER_MS);
      onValue = (value) => {
        clearTimeout(timer);
        resolve(value);
      };
      lines.closed.then(() => {
        clearTimeout(timer);
        resolve(undefined);
      });
    });
  const greeting = greetingSchema.safeParse(await next()).data;
  if (!greeting) {
    lines.close();
    return undefined;
  }
  return {
    greeting,
    closed: lines.closed,
    join: async (self) => {
      const answered = next();
      lines.send({ type: 'join', ...self } satisfies Join);
      const answer = answerSchema.safeParse(await answered).data;
      if (!answer) return { refused: 'it does not answer' };
      return answer.type === 'refused' ? { refused: answer.why } : { salt: new Secret(answer.salt) };
    },
    send: (message) => lines.send(message),
    close: () => lines.close(),
  };
}
