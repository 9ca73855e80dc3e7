import type { IncomingMessage } from 'node:http';
import type { EventSourceMessage } from 'eventsource-parser';
import { parseJson } from '../../../src/evidence/json.ts';
import { redact } from '../../../src/evidence/redact.ts';
import type { PartReporter } from '../part-server.ts';
import { BodyCopy, type CopyRoom, type SeenBody } from './body-copy.ts';
import { EventCopy } from './event-copy.ts';
import type { Onlooker } from './onlooker.ts';
import { OpenCall } from './open-call.ts';
import type { Protocol } from './protocol.ts';
import { protocolSeen } from './protocol-seen.ts';
import { answersIn, readAnswer } from './read-answer.ts';
import { readRequest } from './read-request.ts';
import type { SseSessions } from './sessions.ts';
import { shownTarget } from './shown.ts';
import type { SpareTime } from './spare-time.ts';

/** What all witnesses of one tap share. */
export interface TapContext {
  readonly to: URL;
  /** What the server is; undefined where each request has to show it. */
  readonly as: Protocol | undefined;
  /** What whoever asks is called; undefined where that follows from what the server is. */
  readonly from: string | undefined;
  /** What the server is called; undefined where it is called what it is. */
  readonly name: string | undefined;
  readonly reporter: PartReporter;
  readonly spareTime: SpareTime;
  readonly room: CopyRoom;
  readonly sessions: SseSessions;
}

/** Whom a request to such a server comes from, in the tutorial's way. */
const FROM: Readonly<Record<Protocol, string>> = { stack: 'you', mcp: 'stack', tool: 'mcp' };

/** Events that can tell of a call: messages of MCP, and the ends of a response of the Responses API. */
const TELLING = new Set(['message', 'response.completed', 'response.failed']);

/**
 * Sees one exchange pass, and tells of it: the calls in it as hops, anything else as a line of the log. It reads copies, after the original has
 * gone on; what it has not seen it says that it has not seen.
 */
export class Witness implements Onlooker {
  readonly #around: TapContext;
  readonly #request: IncomingMessage;
  readonly #body: BodyCopy;
  readonly #began = performance.now();
  /** One thing after the other, in the order in which it passed. */
  #work: Promise<void> | undefined;
  #protocol: Protocol = 'tool';
  #words = '';
  #calls: { id?: string | number; call: OpenCall }[] = [];
  #head: IncomingMessage | undefined;
  #answerBody: BodyCopy | undefined;
  #events: EventCopy | undefined;
  /** The endpoint of the session that this stream has opened. */
  #endpoint: string | undefined;
  /** What of a stream tells most: the whole response at the end of a stream of the Responses API. */
  #told: SeenBody = { text: '' };

  constructor(request: IncomingMessage, around: TapContext) {
    this.#request = request;
    this.#around = around;
    this.#body = new BodyCopy(request.headers, around.room);
  }

  requestData(chunk: Buffer): void {
    this.#body.add(chunk);
  }

  requestEnd(): void {
    this.#begin(true);
  }

  answer(head: IncomingMessage): void {
    this.#head = head;
    const { headers } = head;
    if (!isEventStream(head)) {
      this.#answerBody = new BodyCopy(this.#request.method === 'HEAD' ? {} : headers, this.#around.room);
      return;
    }
    this.#events = new EventCopy(headers, {
      onEvent: (event) => this.#comes(event),
      onUnseen: (unseen) => {
        const seenAt = performance.now();
        this.#then(() => this.#unseen(unseen, seenAt));
      },
    });
    this.#then(() => {
      if (this.#calls.length === 0) this.#log(`${head.statusCode}, a stream of events`);
    });
  }

  answerData(chunk: Buffer): void {
    (this.#events ?? this.#answerBody)?.add(chunk);
  }

  end(fault?: string): void {
    const seenAt = performance.now();
    const body = this.#answerBody;
    const over = () => {
      this.#then((seen) => this.#over(fault, seen ?? this.#told, seenAt), body?.read(fault === undefined));
      this.#work?.finally(() => body?.giveUp());
    };
    if (fault !== undefined) this.#events?.close();
    if (this.#events) this.#events.end().then(over);
    else over();
  }

  #begin(whole: boolean): void {
    if (this.#work) return;
    this.#work = Promise.resolve();
    this.#then((body) => body && this.#open(body), this.#body.read(whole));
    this.#work.finally(() => this.#body.giveUp());
  }

  /** What comes of an answer before the request is over waits for it; and all of it until there is time. */
  #then(act: (body: SeenBody | undefined) => void, read?: Promise<SeenBody>): void {
    this.#begin(false);
    const { spareTime, reporter } = this.#around;
    this.#work = Promise.all([read, this.#work])
      .then(([body]) => spareTime.run(() => act(body)))
      .catch((error: Error) => reporter.log(`The tap could not read what passed: ${redact(error.message)}`));
  }

  #open(body: SeenBody): void {
    const { as, to, from, name, reporter, sessions } = this.#around;
    const text = 'text' in body ? body.text : undefined;
    const json = text === undefined ? undefined : parseJson(text);
    this.#protocol = as ?? protocolSeen(this.#request, json);
    const { calls, words } = readRequest(this.#request, this.#protocol, to.origin, text, json);
    this.#words = 'unseen' in body ? `${words} (its body is not seen: ${body.unseen})` : words;
    const parties = { from: from ?? (as ? FROM[as] : 'caller'), to: name ?? this.#protocol };
    this.#calls = calls.map(({ id, seen }) => {
      const call = new OpenCall({ ...parties, ...seen, seenAt: this.#began }, reporter);
      if (id === undefined) return { call };
      sessions.waits(endpointOf(this.#request), id, call);
      return { id, call };
    });
  }

  #comes(event: EventSourceMessage): void {
    if (event.event === 'endpoint') this.#opensSession(event.data);
    if (!TELLING.has(event.event ?? 'message')) return;
    const { spareTime, room } = this.#around;
    if (spareTime.isFull || !room.take(event.data.length)) {
      this.#events?.giveUp('too much passed at once');
      return;
    }
    const seenAt = performance.now();
    this.#then(() => this.#event(event, seenAt));
    this.#work?.finally(() => room.give(event.data.length));
  }

  #event({ event, data }: EventSourceMessage, seenAt: number): void {
    if (this.#protocol === 'stack') {
      const { response } = (parseJson(data) ?? {}) as { response?: unknown };
      if (event === 'response.completed' || event === 'response.failed')
        this.#told = { text: JSON.stringify(response) };
    } else if (this.#protocol === 'mcp') this.#answers(parseJson(data), seenAt);
  }

  /** The answers to calls of this request, or of the session whose stream this is. */
  #answers(json: unknown, seenAt: number): void {
    if (!this.#head) return;
    for (const { id, answer } of answersIn(json, this.#head)) {
      const call =
        this.#endpoint === undefined
          ? this.#calls.find((each) => each.id === id)?.call
          : this.#around.sessions.answeredBy(this.#endpoint, id);
      call?.answered({ ...answer, seenAt });
    }
  }

  /** At once, for calls of the session may come before there is time to look at them. */
  #opensSession(data: string): void {
    const { url = '/', headers } = this.#request;
    const here = `http://${headers.host ?? 'localhost'}`;
    if (!URL.canParse(data, here + url)) return;
    const endpoint = new URL(data, here + url);
    if (endpoint.origin !== new URL(here).origin)
      this.#then(() => this.#leadsAround('The endpoint that it announces', endpoint.href));
    this.#endpoint = endpoint.pathname + endpoint.search;
    this.#around.sessions.opened(this.#endpoint);
  }

  #unseen(unseen: string, seenAt: number): void {
    this.#told = { unseen };
    for (const { call } of this.#calls)
      call.unanswered(String(this.#head?.statusCode), `(not seen: ${unseen})`, seenAt);
    if (this.#endpoint !== undefined) this.#around.sessions.closed(this.#endpoint, `(not seen: ${unseen})`, seenAt);
    if (this.#calls.length === 0) this.#log(`the rest of the stream is not seen: ${unseen}`);
  }

  #over(fault: string | undefined, body: SeenBody, seenAt: number): void {
    const head = this.#head;
    const status = head ? `${head.statusCode}, broken off` : 'no answer';
    if (this.#endpoint !== undefined) this.#around.sessions.closed(this.#endpoint, fault ?? 'the stream ended', seenAt);
    const location = head?.headers.location;
    if (location?.startsWith(`${this.#around.to.origin}/`) && !isHere(location, this.#request))
      this.#leadsAround('The redirect that it answers with', location);
    if (this.#calls.length === 0) {
      const took = `${Math.round(seenAt - this.#began)} ms`;
      this.#log(fault === undefined ? `${head?.statusCode} in ${took}` : `${status} after ${took}: ${fault}`);
      return;
    }
    if (fault === undefined && 'text' in body && this.#protocol === 'mcp') this.#answers(parseJson(body.text), seenAt);
    for (const { id, call } of this.#calls) {
      if (!call.isOpen) continue;
      // Who has read that it is accepted may not wait for the rest.
      if (head?.statusCode === 202 && id !== undefined) this.#answeredElsewhere(id, call, seenAt);
      else if (fault !== undefined) call.unanswered(status, fault, seenAt);
      else if (head) call.answered({ ...readAnswer(this.#protocol, head, body), seenAt });
      if (!call.isOpen && id !== undefined) this.#around.sessions.answeredBy(endpointOf(this.#request), id);
    }
  }

  /** 202: the answer comes over the stream of the session, if that passes here. */
  #answeredElsewhere(id: string | number, call: OpenCall, seenAt: number): void {
    if (!this.#around.sessions.waits(endpointOf(this.#request), id, call))
      call.unanswered('202', '(not seen: the stream on which it is answered does not pass here)', seenAt);
  }

  #leadsAround(what: string, url: string): void {
    this.#log(`${what}, ${shownTarget(url)}, leads around the tap: what goes there is not seen`);
  }

  #log(said: string): void {
    this.#around.reporter.log(`${redact(this.#words)}: ${redact(said)}`);
  }
}

function endpointOf({ url = '/' }: IncomingMessage): string {
  const { pathname, search } = new URL(url, 'http://localhost');
  return pathname + search;
}

function isHere(url: string, { headers }: IncomingMessage): boolean {
  return new URL(url).host === headers.host;
}

function isEventStream({ headers }: IncomingMessage): boolean {
  return /^text\/event-stream\b/i.test(headers['content-type'] ?? '');
}
