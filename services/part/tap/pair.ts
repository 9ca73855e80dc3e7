import type { Socket } from 'node:net';
import { noAnswer } from '../../wire/no-answer.ts';
import { Conversation } from './conversation.ts';
import type { Gateway } from './gateway.ts';
import { leave, refuseAtTap } from './refuse.ts';

/** Milliseconds for a request's head. */
const HEAD_MS = 60_000;
/** Bytes that may wait for a connection. */
const MOST_WAITING = 64 * 1024;

/**
 * A caller's connection and the one to the server on its behalf. What comes over the one goes over the other, at the pace of whoever reads more
 * slowly, and the end of either is the end of both.
 */
export class Pair {
  readonly #caller: Socket;
  readonly #gateway: Gateway;
  readonly #said: Conversation;
  readonly #ending = new AbortController();
  #server: Socket | undefined;
  /** What waits for the connection to the server; undefined where nothing has been asked yet. */
  #waiting: Buffer | undefined;
  #over = false;
  #headTimer: NodeJS.Timeout | undefined;

  constructor(caller: Socket, gateway: Gateway) {
    this.#caller = caller;
    this.#gateway = gateway;
    this.#said = new Conversation(gateway);
    this.#watchHead(true);
    caller
      .on('data', (bytes: Buffer) => this.#fromCaller(bytes))
      .on('drain', () => this.#server?.resume())
      .on('end', () => this.#callerSaidAll())
      .on('error', () => {})
      .once('close', () => this.#callerLeft());
  }

  /** Ends both, with what is under way. */
  close(): void {
    this.#caller.destroy();
  }

  #fromCaller(bytes: Buffer): void {
    const passed = this.#said.fromCaller(bytes);
    this.#watchHead(this.#said.isWithinHead);
    if (passed.length > 0) this.#toServer(passed);
    this.#refuseIfDue();
  }

  #toServer(bytes: Buffer): void {
    if (this.#server) {
      if (!this.#server.write(bytes)) this.#caller.pause();
      return;
    }
    if (this.#waiting === undefined) this.#connect();
    this.#waiting = this.#waiting ? Buffer.concat([this.#waiting, bytes]) : bytes;
    // Whoever is not read is not missed when they go.
    if (this.#waiting.length > MOST_WAITING) this.#caller.pause();
  }

  #connect(): void {
    const { connect, to } = this.#gateway;
    connect(this.#ending.signal).then(
      (server) => this.#connected(server),
      (error: Error) => {
        const why = noAnswer(error).message;
        this.#serverLeft(why, `${to.origin} does not answer: ${why}`);
      },
    );
  }

  #connected(server: Socket): void {
    this.#server = server
      .on('data', (bytes: Buffer) => this.#fromServer(bytes))
      .on('drain', () => this.#caller.resume())
      .on('end', () => {
        this.#said.serverEnded();
        this.#serverLeft('the connection was closed');
      })
      .on('error', (error: Error) => this.#serverLeft(noAnswer(error).message))
      .once('close', () => this.#serverLeft('the connection was closed'));
    server.write(this.#waiting ?? '');
    if (this.#caller.readableEnded) server.end();
    this.#caller.resume();
  }

  #fromServer(bytes: Buffer): void {
    const passed = this.#said.fromServer(bytes);
    if (passed.length > 0 && !this.#caller.write(passed)) this.#server?.pause();
    const { fault } = this.#said;
    if (fault) this.#serverLeft(fault.why, fault.message);
    else this.#refuseIfDue();
  }

  /** The server says no more, for that reason; `message` is what the caller is told where it waits for an answer, and hears nothing of. */
  #serverLeft(why: string, message?: string): void {
    if (this.#over) return;
    this.#over = true;
    const { isAwaited, isOpenEnded } = this.#said;
    this.#said.end(why);
    this.#ending.abort();
    if (isAwaited && message !== undefined) refuseAtTap(this.#caller, { status: 502, message });
    // Its end would make whole what is not.
    else if (isOpenEnded) this.#caller.resetAndDestroy();
    else leave(this.#caller);
  }

  #refuseIfDue(): void {
    const { refusal } = this.#said;
    if (this.#over || !refusal) return;
    this.#over = true;
    this.#ending.abort();
    refuseAtTap(this.#caller, refusal);
  }

  #callerSaidAll(): void {
    this.#said.callerEnded();
    if (this.#server) this.#server.end();
    else if (this.#waiting === undefined) this.#caller.end();
  }

  #callerLeft(): void {
    this.#over = true;
    this.#watchHead(false);
    this.#said.end();
    this.#ending.abort();
  }

  #watchHead(isWithin: boolean): void {
    if (isWithin && this.#headTimer === undefined) {
      this.#headTimer = setTimeout(() => {
        this.#said.refuse({ status: 408, message: 'The head of this request takes too long.' });
        this.#refuseIfDue();
      }, HEAD_MS);
    } else if (!isWithin && this.#headTimer !== undefined) {
      clearTimeout(this.#headTimer);
      this.#headTimer = undefined;
    }
  }
}
