import { rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { newSalt, printer } from '../../src/evidence/print.ts';
import { channelReporter } from './channel.ts';
import { answerSchema, type Greeting, greetingSchema, type Join } from './lab-messages.ts';
import { socketsOfLabs } from './labs-folder.ts';
import { LineSocket } from './line-socket.ts';
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
    const refused = found && (await found.join(self));
    if (!found || refused !== undefined || over) {
      found?.close();
      if (refused) sayOnce(`The walkthrough that runs does not take this server in: ${refused}.`);
      lookAgain(self);
      return;
    }
    lab = found;
    sayOnce('The walkthrough that runs has taken this server in: it sees the calls that reach it.');
    await found.closed;
    lab = undefined;
    if (over) return;
    sayOnce('The walkthrough is over; this server goes on alone.');
    lookAgain(self);
  };
  return {
    reporter: channelReporter(printer(newSalt()), (messages) => {
      for (const message of messages) lab?.send(message);
    }),
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
  /** Asks to be taken in. Undefined where that is so, and else why not. */
  join(self: Self): Promise<string | undefined>;
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
      if (!answer) return 'it does not answer';
      return answer.type === 'refused' ? answer.why : undefined;
    },
    send: (message) => lines.send(message),
    close: () => lines.close(),
  };
}
