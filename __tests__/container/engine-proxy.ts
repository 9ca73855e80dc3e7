import { mkdtemp, rm } from 'node:fs/promises';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { findTestEngine } from './engine-lab.ts';

/** Stands between the program and the real engine, and can be slow, or go away. */
export class EngineProxy {
  readonly #folder: string;
  readonly #upstream: string;
  readonly #sockets = new Set<Socket>();
  #server: Server | undefined;
  /** Holds each request back by this. */
  delayMs = 0;
  /** Breaks off once this text has gone through to the program. */
  cutAfter: string | undefined;

  static async open(): Promise<EngineProxy> {
    const { address } = await findTestEngine();
    if (address.kind !== 'socket') throw new Error('the container tests need an engine behind a socket');
    const proxy = new EngineProxy(await mkdtemp(join(tmpdir(), 'engine-proxy-')), address.path);
    await proxy.resume();
    return proxy;
  }

  private constructor(folder: string, upstream: string) {
    this.#folder = folder;
    this.#upstream = upstream;
  }

  /** Surroundings in which the program finds this engine and no other. */
  get env(): NodeJS.ProcessEnv {
    return { DOCKER_HOST: `unix://${join(this.#folder, 'engine.sock')}` };
  }

  /** As an engine that is stopped: every connection breaks, and none is taken any more. */
  async cut(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    for (const socket of this.#sockets) socket.destroy();
    if (server) await new Promise<void>((resolve) => server.close(() => resolve()));
  }

  async resume(): Promise<void> {
    const server = createServer((client) => this.#pass(client));
    this.#server = server;
    await new Promise<void>((resolve) => server.listen(join(this.#folder, 'engine.sock'), () => resolve()));
  }

  async close(): Promise<void> {
    await this.cut();
    await rm(this.#folder, { recursive: true });
  }

  #pass(client: Socket): void {
    const engine = connect(this.#upstream);
    for (const socket of [client, engine]) {
      this.#sockets.add(socket);
      socket.on('error', () => {});
      socket.on('close', () => {
        this.#sockets.delete(socket);
        client.destroy();
        engine.destroy();
      });
    }
    client.on('data', async (chunk) => {
      if (this.delayMs > 0) await sleep(this.delayMs);
      engine.write(chunk);
    });
    engine.on('data', (chunk) => {
      client.write(chunk, () => {
        if (this.cutAfter !== undefined && chunk.includes(this.cutAfter)) void this.cut();
      });
    });
  }
}
