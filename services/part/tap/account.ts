import type { EventSourceMessage } from 'eventsource-parser';
import type { SeenRequest } from '../../../src/evidence/hop.ts';
import { parseJson } from '../../../src/evidence/json.ts';
import { redact } from '../../../src/evidence/redact.ts';
import type { PartReporter } from '../part-server.ts';
import type { BodyCopy, CopyRoom, SeenBody } from './body-copy.ts';
import {
  type AnswerHead,
  type RequestHead,
  readHead,
  readRequestLine,
  readStatusLine,
  valuesOf,
} from './http1/head.ts';
import { type AnswerMessage, answerMessage, requestMessage } from './http1/message.ts';
import { OpenCall } from './open-call.ts';
import type { Protocol } from './protocol.ts';
import { protocolSeen } from './protocol-seen.ts';
import { answersIn, readAnswer } from './read-answer.ts';
import { readRequest } from './read-request.ts';
import type { SseSessions } from './sessions.ts';
import { shownTarget } from './shown.ts';
import type { SpareTime } from './spare-time.ts';

/** What all accounts of one tap share. */
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

/** Statuses of who is not let in (RFC 6750, section 3.1). */
const NOT_LET_IN: readonly number[] = [401, 403];

/** Whom a request to such a server comes from, in the tutorial's way. */
const FROM: Readonly<Record<Protocol, string>> = { stack: 'you', mcp: 'stack', tool: 'mcp', model: 'you' };

/** Tells of one exchange, in the order in which it passed: the calls in it as hops, anything else as a line of the log. */
export class Account {
  readonly #around: TapContext;
  readonly #requestBytes: Buffer;
  readonly #began = performance.now();
  #protocol: Protocol = 'tool';
  #words = '';
  #calls: { id?: string | number; call: OpenCall }[] = [];
  /** What the request comes to where it is not let in. */
  #unadmitted: Omit<SeenRequest, 'seenBy'> | undefined;
  #answerBytes: Buffer | undefined;
  /** The endpoint of the session that this stream has opened. */
  #endpoint: string | undefined;
  /** What of a stream tells most: the whole response at the end of a stream of the Responses API. */
  #told: SeenBody = { text: '' };

  constructor(head: Buffer, around: TapContext) {
    this.#requestBytes = head;
    this.#around = around;
  }

  /** The request is over. */
  request(copy: BodyCopy): void {
    const head = this.#head;
    const body = copy.read(head);
    const { as, to, from, name, reporter, sessions } = this.#around;
    const request = requestMessage(head);
    const text = 'text' in body ? body.text : undefined;
    const json = text === undefined ? undefined : parseJson(text);
    this.#protocol = as ?? protocolSeen(request, json);
    const { calls, words, unadmitted } = readRequest(request, this.#protocol, to.origin, text, json);
    this.#words = 'unseen' in body ? `${words} (its body is not seen: ${body.unseen})` : words;
    const parties = { from: from ?? (as ? FROM[as] : 'caller'), to: name ?? this.#protocol };
    this.#unadmitted = unadmitted && { ...parties, ...unadmitted.seen, seenAt: this.#began };
    this.#calls = calls.map(({ id, seen, from: shown }) => {
      const call = new OpenCall(
        { ...parties, ...(from === undefined && shown && { from: shown }), ...seen, seenAt: this.#began },
        reporter,
      );
      if (id === undefined) return { call };
      sessions.waits(endpointOf(head), id, call);
      return { id, call };
    });
  }

  /** The answer has begun. To be told at once; what follows it is told when there is time. */
  answer(head: Buffer): void {
    this.#answerBytes = head;
  }

  /** It is a stream of events. */
  stream(): void {
    if (this.#calls.length === 0) this.#log(`${this.#answer?.statusCode}, a stream of events`);
  }

  /** An event of it. */
  event({ event, data }: EventSourceMessage, seenAt: number): void {
    if (this.#protocol === 'stack') {
      const { response } = (parseJson(data) ?? {}) as { response?: unknown };
      if (event === 'response.completed' || event === 'response.failed')
        this.#told = { text: JSON.stringify(response) };
    } else if (this.#protocol === 'mcp') this.#answers(parseJson(data), seenAt);
  }

  /**
   * The stream names the endpoint of its session. To be told at once, for calls of the session may come before there is time to look at them.
   * Gives the endpoint where it leads around the tap.
   */
  session(data: string): string | undefined {
    const head = this.#head;
    const { target } = head;
    const here = `http://${valuesOf(head, 'host')[0] ?? 'localhost'}`;
    if (!URL.canParse(data, here + target)) return undefined;
    const endpoint = new URL(data, here + target);
    this.#endpoint = endpoint.pathname + endpoint.search;
    this.#around.sessions.opened(this.#endpoint);
    return endpoint.origin === new URL(here).origin ? undefined : endpoint.href;
  }

  /** What the server has said leads there, past the tap. */
  leadsAround(what: string, url: string): void {
    this.#log(`${what}, ${shownTarget(url)}, leads around the tap: what goes there is not seen`);
  }

  /** The rest of the stream is not seen, and why. */
  unseen(unseen: string, seenAt: number): void {
    this.#told = { unseen };
    for (const { call } of this.#calls)
      call.unanswered(String(this.#answer?.statusCode), `(not seen: ${unseen})`, seenAt);
    if (this.#endpoint !== undefined) this.#around.sessions.closed(this.#endpoint, `(not seen: ${unseen})`, seenAt);
    if (this.#calls.length === 0) this.#log(`the rest of the stream is not seen: ${unseen}`);
  }

  /** Nothing more will come. `body` is that of an answer which was no stream; `fault` says why there is no whole answer, where there is none. */
  over(fault: string | undefined, copy: BodyCopy | undefined, seenAt: number): void {
    const head = this.#answerHead;
    const answer = head && answerMessage(head);
    const body = head && copy ? copy.read(head) : this.#told;
    const status = answer ? `${answer.statusCode}, broken off` : 'no answer';
    if (this.#endpoint !== undefined) this.#around.sessions.closed(this.#endpoint, fault ?? 'the stream ended', seenAt);
    const location = answer?.headers.location;
    if (location?.startsWith(`${this.#around.to.origin}/`) && !isHere(location, this.#head))
      this.leadsAround('The redirect that it answers with', location);
    // Whoever is not let in makes no call, and has meant to.
    if (this.#unadmitted && answer && NOT_LET_IN.includes(answer.statusCode) && fault === undefined)
      this.#calls = [{ call: new OpenCall(this.#unadmitted, this.#around.reporter) }];
    if (this.#calls.length === 0) {
      const took = `${Math.round(seenAt - this.#began)} ms`;
      this.#log(fault === undefined ? `${answer?.statusCode} in ${took}` : `${status} after ${took}: ${fault}`);
      return;
    }
    if (fault === undefined && 'text' in body && this.#protocol === 'mcp') this.#answers(parseJson(body.text), seenAt);
    for (const { id, call } of this.#calls) {
      if (!call.isOpen) continue;
      // Who has read that it is accepted may not wait for the rest.
      if (answer?.statusCode === 202 && id !== undefined) this.#answeredElsewhere(id, call, seenAt);
      else if (fault !== undefined) call.unanswered(status, fault, seenAt);
      else if (answer) call.answered({ ...readAnswer(this.#protocol, answer, body, call.isAside), seenAt });
      if (!call.isOpen && id !== undefined) this.#around.sessions.answeredBy(endpointOf(this.#head), id);
    }
  }

  /** Heads are kept as they came, and read when there is time: thousands of them may wait. */
  get #head(): RequestHead {
    return readHead(this.#requestBytes, readRequestLine);
  }

  get #answerHead(): AnswerHead | undefined {
    return this.#answerBytes && readHead(this.#answerBytes, readStatusLine);
  }

  get #answer(): AnswerMessage | undefined {
    return this.#answerHead && answerMessage(this.#answerHead);
  }

  /** The answers to calls of this request, or of the session whose stream this is. */
  #answers(json: unknown, seenAt: number): void {
    const answer = this.#answer;
    if (!answer) return;
    for (const { id, answer: said } of answersIn(json, answer)) {
      const call =
        this.#endpoint === undefined
          ? this.#calls.find((each) => each.id === id)?.call
          : this.#around.sessions.answeredBy(this.#endpoint, id);
      call?.answered({ ...said, seenAt });
    }
  }

  /** 202: the answer comes over the stream of the session, if that passes here. */
  #answeredElsewhere(id: string | number, call: OpenCall, seenAt: number): void {
    if (!this.#around.sessions.waits(endpointOf(this.#head), id, call))
      call.unanswered('202', '(not seen: the stream on which it is answered does not pass here)', seenAt);
  }

  #log(said: string): void {
    this.#around.reporter.log(`${redact(this.#words)}: ${redact(said)}`);
  }
}

function endpointOf({ target }: RequestHead): string {
  const { pathname, search } = new URL(target, 'http://localhost');
  return pathname + search;
}

function isHere(url: string, head: RequestHead): boolean {
  return new URL(url).host === valuesOf(head, 'host')[0];
}
