import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { OwnCall } from '../../../../services/lab/lab-mcp.ts';
import { TutorialError } from '../../../../src/errors.ts';
import type { Happening } from '../../../../src/lesson/events.ts';
import type { StepContext, Verdict } from '../../../../src/lesson/step.ts';
import type { CourseLab } from '../../../../steps/course-lab.ts';
import type { MadeCall } from '../../../../steps/propagation/made-call.ts';
import { fold, ISSUER, STARTED } from '../../../components/fixture.ts';
import { startMcpFixture } from '../../../contract/fixtures/mcp-fixture.ts';
import { courseLab } from '../../../course-lab.ts';
import { LESSON } from '../../../lesson.ts';

/** One answer of a stub. */
interface Canned {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}
export type Routes = Readonly<Record<string, Canned>>;

/** As much of the world as a check may look at; a server that is not named does not answer. */
export interface World {
  readonly tool?: Canned;
  readonly mcpTools?: Parameters<typeof startMcpFixture>[0];
  readonly stack?: Routes;
  readonly happened?: readonly Happening[];
  readonly since?: number;
  readonly made?: MadeCall;
  /** A call of the learner's own, in place of the tutorial's. */
  readonly call?: OwnCall;
  /** What else is known of the lab. */
  readonly lab?: Partial<CourseLab>;
}

/** By its version a Llama Stack is known for one. */
export const LLAMA_STACK: Routes = { '/v1/version': { body: { version: '0.2.3' } } };

/** A tool group of the stack server, as the tutorial registers it but for this. */
export const group = (more: object): Routes => ({
  ...LLAMA_STACK,
  '/v1/toolgroups': { body: { data: [{ identifier: 'remote::web-fetch', provider_id: 'mcp-identity', ...more }] } },
});

export const closers: (() => Promise<unknown>)[] = [];
/** For afterEach: ends all servers of the worlds that were looked at. */
export async function endWorlds(): Promise<void> {
  await Promise.all(closers.splice(0).map((close) => close()));
}

/** A server that gives these answers, by path. */
export async function stub(answerTo: (path: string) => Canned | undefined): Promise<string> {
  const server = createServer((request, response) => {
    const { status = 200, headers = {}, body = '' } = answerTo(request.url ?? '/') ?? { status: 404 };
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    response.end(typeof body === 'string' ? body : JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closers.push(() => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(resolve));
  });
  return `http://localhost:${(server.address() as AddressInfo).port}`;
}

async function urlsOf({ tool, mcpTools, stack }: World): Promise<Partial<Record<string, string>>> {
  const mcp = mcpTools && (await startMcpFixture(mcpTools));
  if (mcp) closers.push(mcp.close);
  return {
    ...(tool && { tool: await stub(() => tool) }),
    ...(mcp && { mcp: mcp.sse.replace(/\/sse$/, '') }),
    // Where a stack server of a test says nothing of tool groups, it has the tutorial's.
    ...(stack && {
      stack: await stub((path) => stack[path] ?? (mcp && group({ mcp_endpoint: { uri: mcp.sse } })[path])),
    }),
  };
}

/** Nobody listens there: a port that was free a moment ago. */
export async function nowhere(): Promise<string> {
  const url = await stub(() => undefined);
  await closers.pop()?.();
  return url;
}

async function contextOf(world: World): Promise<StepContext<CourseLab>> {
  const urls = await urlsOf(world);
  const dead = await nowhere();
  // The bytes of the fixture's calls name the tutorial's own port.
  const url = (part: string) => urls[part] ?? (part === 'tool' && world.happened ? 'http://localhost:10000' : dead);
  const state = fold([STARTED, ...(world.happened ?? [])]);
  const lab = courseLab({
    issuer: ISSUER,
    url,
    isReady: () => true,
    running: () => ({ kind: 'bundled', reports: true }),
    ...world.lab,
  });
  if (world.call) Object.assign(lab.mcp, { call: world.call });
  return {
    lab,
    signal: new AbortController().signal,
    watched: false,
    since: world.since ?? 0,
    state: () => state,
    progress: () => {},
    tell: () => {},
  };
}

/** What the check says of such a world; a look that cannot be had fails the step as well. */
export async function verdictOf(step: string, id: string, world: World): Promise<Verdict> {
  const check = LESSON.find((each) => each.id === step)?.checks.find((each) => each.id === id);
  if (!check) throw new Error(`no check ${id} in step ${step}`);
  try {
    return await check.look(await contextOf(world), world.made);
  } catch (error) {
    if (error instanceof TutorialError) return { passed: false, saw: error.message };
    throw error;
  }
}
