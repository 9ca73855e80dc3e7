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
const PAGE_MS = 60_000;

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
const entrySchema = z.object({ entry: z.object({ source: z.string(), text: z.string() }) });
const rootSchema = z.object({ root: z.object({ nodeId: z.number() }) });
const htmlSchema = z.object({ outerHTML: z.string() });
const evaluatedSchema = z.object({
  result: z.looseObject({ value: z.unknown().optional() }),
  exceptionDetails: z
    .looseObject({ text: z.string(), exception: z.looseObject({ description: z.string().optional() }).optional() })
    .optional(),
});
const shotSchema = z.object({ data: z.string() });
const treeSchema = z.object({
  nodes: z.array(
    z.looseObject({
      role: z.looseObject({ value: z.unknown() }).optional(),
      name: z.looseObject({ value: z.unknown() }).optional(),
      description: z.looseObject({ value: z.unknown() }).optional(),
      properties: z
        .array(z.object({ name: z.string(), value: z.looseObject({ value: z.unknown().optional() }) }))
        .optional(),
    }),
  ),
});

function isFocused({ properties = [], role }: z.infer<typeof treeSchema>['nodes'][number]): boolean {
  return (
    role?.value !== 'RootWebArea' && properties.some(({ name, value }) => name === 'focused' && value.value === true)
  );
}

/** On what a page is looked at. */
export interface Screen {
  readonly width: number;
  readonly height: number;
  readonly scheme: 'light' | 'dark';
  readonly media?: 'screen' | 'print';
}

/** A headless Chromium with one page, used as a person does: by addresses and keys. Over the DevTools protocol, by a pipe. */
export class Chromium {
  readonly #process: ChildProcess;
  readonly #folder: string;
  readonly #waiting = new Map<number, (message: z.infer<typeof messageSchema>) => void>();
  #session: string | undefined;
  #next = 1;
  /** What the page's policy kept from happening. */
  readonly violations: string[] = [];
  /** All that the browser had to say about the page. */
  readonly logged: string[] = [];

  static async start(executable: string, { scripts }: { scripts: boolean }): Promise<Chromium> {
    const folder = await mkdtemp(join(tmpdir(), 'chromium-'));
    const chromium = new Chromium(executable, folder);
    const { targetId } = targetSchema.parse(await chromium.#send('Target.createTarget', { url: 'about:blank' }));
    const attached = await chromium.#send('Target.attachToTarget', { targetId, flatten: true });
    chromium.#session = sessionSchema.parse(attached).sessionId;
    for (const domain of ['Page', 'Log', 'Accessibility']) await chromium.#send(`${domain}.enable`);
    await chromium.#send('Emulation.setFocusEmulationEnabled', { enabled: true });
    await chromium.#send('Emulation.setScriptExecutionDisabled', { value: !scripts });
    return chromium;
  }

  private constructor(executable: string, folder: string) {
    this.#folder = folder;
    const stdio = ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'] as const;
    // It leaves folders in the temporary one.
    const env = { ...process.env, TMPDIR: folder };
    this.#process = spawn(executable, [...FLAGS, `--user-data-dir=${folder}`], { stdio: [...stdio], env });
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

  /** Looks at the page as on a screen of this size, in light or in dark, or as on paper. */
  async as({ width, height, scheme, media = 'screen' }: Screen): Promise<void> {
    const metrics = { width, height, deviceScaleFactor: 1, mobile: width < 600 };
    await this.#send('Emulation.setDeviceMetricsOverride', metrics);
    await this.#send('Emulation.setEmulatedMedia', {
      media,
      features: [{ name: 'prefers-color-scheme', value: scheme }],
    });
  }

  /** What an expression comes to in the page, where it may be a promise; it has to be JSON. Throws what it throws. */
  async evaluate(expression: string): Promise<unknown> {
    const asked = { expression, awaitPromise: true, returnByValue: true };
    const { result, exceptionDetails } = evaluatedSchema.parse(await this.#send('Runtime.evaluate', asked));
    if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
    return result.value;
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

  /** Waits until the page has such a text in its HTML. */
  until(text: RegExp): Promise<void> {
    return this.#untilIt(`${text}`, async () => text.test(await this.#html()));
  }

  /** Waits until what has this name has the focus: a key before that goes nowhere. */
  untilFocusOn(name: string): Promise<void> {
    return this.#untilIt(`the focus on ${name}`, async () =>
      (await this.#nodes()).some((node) => node.name?.value === name && isFocused(node)),
    );
  }

  /** What a screen reader tells of the page: role, name, description. */
  async told(...roles: readonly string[]): Promise<[role: string, name: string, description: string][]> {
    return (await this.#nodes())
      .map(({ role, name, description }) => [role, name, description].map((it) => String(it?.value ?? '')))
      .filter(([role = '']) => roles.includes(role))
      .map(([role = '', name = '', description = '']) => [role, name, description]);
  }

  /** What is to be seen, or the whole of the page. */
  async picture({ whole = false } = {}): Promise<Buffer> {
    const shot = await this.#send('Page.captureScreenshot', { captureBeyondViewport: whole });
    return Buffer.from(shotSchema.parse(shot).data, 'base64');
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

  async #untilIt(what: string, comes: () => Promise<boolean>): Promise<void> {
    const end = performance.now() + PAGE_MS;
    let cause: unknown;
    const hasCome = () =>
      comes().catch((error) => {
        // A page that is just being left has no document.
        cause = error;
        return false;
      });
    while (!(await hasCome())) {
      if (performance.now() > end) throw new Error(`The page never had ${what}: ${await this.#html()}`, { cause });
      await sleep(50);
    }
  }

  async #nodes(): Promise<z.infer<typeof treeSchema>['nodes']> {
    return treeSchema.parse(await this.#send('Accessibility.getFullAXTree')).nodes;
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
    this.logged.push(entry.text);
    if (entry.source === 'security' || /Content.Security.Policy/i.test(entry.text)) this.violations.push(entry.text);
  }
}
