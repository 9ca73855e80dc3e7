import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { accessSync, constants } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import * as z from 'zod';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome'];
const FLAGS = [
  '--headless=new',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-dev-shm-usage',
  '--no-first-run',
  '--remote-debugging-pipe',
];
/** Milliseconds in which a page has to come to what a test waits for. */
const PAGE_MS = 30_000;

/** A Chromium of this machine; undefined where there is none. */
export function findChromium(path = process.env.PATH ?? ''): string | undefined {
  return path
    .split(delimiter)
    .flatMap((folder) => NAMES.map((name) => join(folder, name)))
    .find(isExecutable);
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

const messageSchema = z.looseObject({
  id: z.number().optional(),
  method: z.string().optional(),
  params: z.looseObject({}).optional(),
  result: z.looseObject({}).optional(),
  error: z.object({ message: z.string() }).optional(),
});
const targetSchema = z.object({ targetId: z.string() });
const sessionSchema = z.object({ sessionId: z.string() });
const frameSchema = z.object({ currentIndex: z.number(), entries: z.array(z.object({ url: z.string() })) });
const entrySchema = z.object({ entry: z.object({ source: z.string(), text: z.string() }) });
const rootSchema = z.object({ root: z.object({ nodeId: z.number() }) });
const htmlSchema = z.object({ outerHTML: z.string() });
const shotSchema = z.object({ data: z.string() });
const treeSchema = z.object({
  nodes: z.array(
    z.looseObject({
      role: z.looseObject({ value: z.unknown() }).optional(),
      name: z.looseObject({ value: z.unknown() }).optional(),
      description: z.looseObject({ value: z.unknown() }).optional(),
    }),
  ),
});

/** A headless Chromium with one page, used as a person does: by addresses and keys. Over the DevTools protocol, by a pipe. */
export class Chromium {
  readonly #process: ChildProcess;
  readonly #folder: string;
  readonly #waiting = new Map<number, (message: z.infer<typeof messageSchema>) => void>();
  #session: string | undefined;
  #next = 1;
  /** What the page's policy kept from happening. */
  readonly violations: string[] = [];

  static async start(executable: string, { scripts }: { scripts: boolean }): Promise<Chromium> {
    const folder = await mkdtemp(join(tmpdir(), 'chromium-'));
    const chromium = new Chromium(executable, folder);
    const { targetId } = targetSchema.parse(await chromium.#send('Target.createTarget', { url: 'about:blank' }));
    const attached = await chromium.#send('Target.attachToTarget', { targetId, flatten: true });
    chromium.#session = sessionSchema.parse(attached).sessionId;
    for (const domain of ['Page', 'Log', 'Accessibility']) await chromium.#send(`${domain}.enable`);
    await chromium.#send('Emulation.setScriptExecutionDisabled', { value: !scripts });
    return chromium;
  }

  private constructor(executable: string, folder: string) {
    this.#folder = folder;
    const stdio = ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'] as const;
    this.#process = spawn(executable, [...FLAGS, `--user-data-dir=${folder}`], { stdio: [...stdio] });
    let rest = '';
    (this.#process.stdio[4] as Readable).setEncoding('utf8').on('data', (chunk: string) => {
      const messages = (rest + chunk).split('\0');
      rest = messages.pop() ?? '';
      for (const message of messages) this.#heard(messageSchema.parse(JSON.parse(message)));
    });
  }

  async go(address: URL | string): Promise<void> {
    await this.#send('Page.navigate', { url: String(address) });
  }

  /** Types where the page's focus is. */
  async type(text: string): Promise<void> {
    await this.#send('Input.insertText', { text });
  }

  async press(key: 'Enter' | 'Tab'): Promise<void> {
    const code = { Enter: 13, Tab: 9 }[key];
    const what = { key, code: key, windowsVirtualKeyCode: code, ...(key === 'Enter' && { text: '\r' }) };
    await this.#send('Input.dispatchKeyEvent', { type: 'keyDown', ...what });
    await this.#send('Input.dispatchKeyEvent', { type: 'keyUp', ...what });
  }

  /** Waits until the page has such a text in its HTML; returns that. */
  async until(text: RegExp): Promise<string> {
    const end = performance.now() + PAGE_MS;
    let html = '';
    while (performance.now() < end) {
      // A page that is just being left has no document.
      html = await this.#html().catch(() => '');
      if (text.test(html)) return html;
      await sleep(50);
    }
    throw new Error(`The page never had ${text}: ${html}`);
  }

  async address(): Promise<string> {
    const { currentIndex, entries } = frameSchema.parse(await this.#send('Page.getNavigationHistory'));
    return entries[currentIndex]?.url ?? '';
  }

  /** What a screen reader tells of the page: role, name, description. */
  async told(...roles: readonly string[]): Promise<[role: string, name: string, description: string][]> {
    const { nodes } = treeSchema.parse(await this.#send('Accessibility.getFullAXTree'));
    return nodes
      .map(({ role, name, description }) => [role, name, description].map((it) => String(it?.value ?? '')))
      .filter(([role = '']) => roles.includes(role))
      .map(([role = '', name = '', description = '']) => [role, name, description]);
  }

  async picture(): Promise<Buffer> {
    return Buffer.from(shotSchema.parse(await this.#send('Page.captureScreenshot')).data, 'base64');
  }

  async close(): Promise<void> {
    const { exitCode, signalCode } = this.#process;
    if (exitCode === null && signalCode === null) {
      const gone = once(this.#process, 'exit');
      this.#process.kill();
      await gone;
    }
    await rm(this.#folder, { recursive: true, force: true, maxRetries: 5 });
  }

  async #html(): Promise<string> {
    const { nodeId } = rootSchema.parse(await this.#send('DOM.getDocument')).root;
    return htmlSchema.parse(await this.#send('DOM.getOuterHTML', { nodeId })).outerHTML;
  }

  #send(method: string, params: object = {}): Promise<unknown> {
    const id = this.#next++;
    const message = { id, method, params, ...(this.#session && { sessionId: this.#session }) };
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, ({ result, error }) => {
        if (error) reject(new Error(`${method}: ${error.message}`));
        else resolve(result);
      });
      (this.#process.stdio[3] as Writable).write(`${JSON.stringify(message)}\0`);
    });
  }

  #heard(message: z.infer<typeof messageSchema>): void {
    if (message.id !== undefined) {
      this.#waiting.get(message.id)?.(message);
      this.#waiting.delete(message.id);
    }
    if (message.method !== 'Log.entryAdded') return;
    const { entry } = entrySchema.parse(message.params);
    if (entry.source === 'security' || /Content.Security.Policy/i.test(entry.text)) this.violations.push(entry.text);
  }
}
