import { chmod, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { jest } from '@jest/globals';
import { type Door, type LabInside, openDoor } from '../../services/lab/lab-door.ts';
import { newSocketPath, socketsOfLabs } from '../../services/part/labs-folder.ts';
import type { Part } from '../../services/part/part.ts';
import type { Hop } from '../../src/evidence/hop.ts';
import { newSalt } from '../../src/evidence/print.ts';

const JOIN = { type: 'join', part: 'tool', url: 'http://localhost:10000', version: 'by hand', pid: 7 };
const SALT = newSalt();
const HOP: Hop = {
  id: '1',
  traceId: 'a'.repeat(32),
  from: 'mcp',
  to: 'tool',
  at: 1,
  request: 'GET /',
  carrier: 'Authorization: Bearer',
  seenBy: 'receiver',
  credential: { text: 'eyJ...', print: '0123456789ab' },
  exchange: { request: { method: 'GET', url: 'http://localhost:10000/', headers: {} } },
};

// There are no such sockets on Windows.
if (process.platform !== 'win32') {
  let folder: string;
  let door: Door | undefined;
  let taken: Map<string, Part>;
  let heard: unknown[];
  const clients: Client[] = [];

  beforeEach(async () => {
    folder = join(await mkdtemp(join(tmpdir(), 'tutorial-tui-door-')), 'labs');
    taken = new Map();
    heard = [];
    const lab: LabInside = {
      parts: ['tool', 'mcp'],
      url: () => 'http://localhost:10000',
      hasRoomFor: (part) => !taken.has(part),
      takeIn: async (own) => {
        if (taken.has(own.name)) return { refused: 'it has one' };
        taken.set(own.name, own);
        void own.ended.then(() => taken.delete(own.name));
        return { onLog: (text) => void heard.push(text), onHop: (hop) => void heard.push(hop), salt: SALT };
      },
    };
    door = await openDoor(lab, [folder]);
  });
  afterEach(async () => {
    for (const client of clients.splice(0)) client.socket.destroy();
    await door?.close();
    await rm(join(folder, '..'), { recursive: true, force: true });
  });

  /** Somebody at the door, who may say anything. */
  class Client {
    readonly socket: Socket;
    readonly closed: Promise<unknown>;
    #lines: unknown[] = [];
    #wake = () => {};

    constructor(path: string) {
      this.socket = connect(path);
      this.socket.on('error', () => {});
      this.closed = new Promise((resolve) => this.socket.once('close', resolve));
      let rest = '';
      this.socket.setEncoding('utf8').on('data', (text: string) => {
        const lines = (rest + text).split('\n');
        rest = lines.pop() ?? '';
        this.#lines.push(...lines.map((line) => JSON.parse(line)));
        this.#wake();
      });
      clients.push(this);
    }

    async hears(): Promise<unknown> {
      while (this.#lines.length === 0)
        await new Promise<void>((resolve) => {
          this.#wake = resolve;
        });
      return this.#lines.shift();
    }

    says(...values: readonly unknown[]): void {
      this.socket.write(values.map((value) => `${JSON.stringify(value)}\n`).join(''));
    }
  }

  async function atTheDoor(): Promise<Client> {
    const [path = ''] = await socketsOfLabs([folder]);
    const client = new Client(path);
    expect(await client.hears()).toMatchObject({ type: 'lab', places: { tool: { free: !taken.has('tool') } } });
    return client;
  }

  test('a part says what it is, is taken in, and is heard until it ends', async () => {
    const part = await atTheDoor();
    part.says(JOIN);
    expect(await part.hears()).toEqual({ type: 'taken', salt: SALT.reveal() });
    expect(taken.get('tool')).toMatchObject({ kind: 'own', url: 'http://localhost:10000', place: 'by hand, pid 7' });
    part.says({ type: 'log', at: 1, text: 'a line' }, { type: 'hop', hop: HOP });
    const other = await atTheDoor();
    other.says(JOIN);
    expect(await other.hears()).toEqual({ type: 'refused', why: 'it has one' });
    expect(heard).toEqual(['a line', HOP]);
    const { ended } = taken.get('tool') as Part;
    part.socket.destroy();
    expect((await ended).message).toContain('has ended');
  });

  test('a part speaks of itself alone', async () => {
    const part = await atTheDoor();
    part.says(JOIN);
    await part.hears();
    part.says({ type: 'hop', hop: { ...HOP, to: 'stack' } }, { type: 'log', at: 1, text: 'last' });
    while (heard.length === 0) await new Promise(setImmediate);
    expect(heard).toEqual(['last']);
  });

  test('who does not run on this machine gets no tokens', async () => {
    const part = await atTheDoor();
    part.says({ ...JOIN, url: 'http://192.0.2.1:10000' });
    expect(await part.hears()).toMatchObject({ type: 'refused' });
    expect(taken.size).toBe(0);
  });

  test.each([
    ['no JSON', 'hello\n'],
    ['no part of a lab', '{"type":"join","part":"door","url":"http://localhost:1","version":"","pid":1}\n'],
    ['no end', 'x'.repeat(2 * 1024 * 1024)],
    ['a URL that is none', '{"type":"join","part":"tool","url":"file:///etc","version":"","pid":1}\n'],
  ])('what is %s ends the connection, and nothing else', async (_, bytes) => {
    const client = await atTheDoor();
    client.socket.write(bytes);
    await client.closed;
    expect(taken.size).toBe(0);
    const part = await atTheDoor();
    part.says(JOIN);
    expect(await part.hears()).toEqual({ type: 'taken', salt: SALT.reveal() });
  });

  test('what is no message ends the part’s stay', async () => {
    const part = await atTheDoor();
    part.says(JOIN);
    await part.hears();
    part.says({ type: 'hop', hop: { id: 1 } });
    await part.closed;
    expect(heard).toEqual([]);
  });

  test('a message without an end ends it, too: no more is kept of one than it may be long', async () => {
    const part = await atTheDoor();
    part.says(JOIN);
    await part.hears();
    part.socket.write('x'.repeat(2 * 1024 * 1024));
    await part.closed;
    expect(heard).toEqual([]);
  });

  test('a part that tells more than anybody reads is listened to so many times a second', async () => {
    const part = await atTheDoor();
    part.says(JOIN);
    await part.hears();
    const now = jest.spyOn(Date, 'now').mockReturnValue(1_000);
    try {
      part.says(...Array.from({ length: 5_000 }, (_, at) => ({ type: 'log', at, text: 'one of many' })));
      // What is no message ends its stay, and comes after all of them.
      part.socket.end('no JSON\n');
      await part.closed;
    } finally {
      now.mockRestore();
    }
    expect(heard).toHaveLength(2_000);
  });

  test('closing the door lets go of the part, and leaves no socket', async () => {
    const part = await atTheDoor();
    part.says(JOIN);
    await part.hears();
    await door?.close();
    await part.closed;
    expect(await socketsOfLabs([folder])).toEqual([]);
  });

  test('only a folder that is this user’s alone is used, and only sockets in it', async () => {
    await writeFile(join(folder, 'file.sock'), '');
    await symlink(join(folder, `${process.pid}.sock`), join(folder, 'link.sock'));
    expect(await socketsOfLabs([folder])).toEqual([join(folder, `${process.pid}.sock`)]);
    await chmod(folder, 0o750);
    expect(await socketsOfLabs([folder])).toEqual([]);
    await expect(newSocketPath(folder)).rejects.toThrow('alone');
    await chmod(folder, 0o700);
    const link = `${folder}-link`;
    await symlink(folder, link);
    expect(await socketsOfLabs([link])).toEqual([]);
    await expect(newSocketPath(join(folder, 'x'.repeat(100)))).rejects.toThrow('too long');
  });
}
