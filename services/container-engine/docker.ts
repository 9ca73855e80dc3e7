import type { Agent } from 'node:http';
import { finished } from 'node:stream/promises';
import type Dockerode from 'dockerode';
import * as z from 'zod';
import { withDeadline } from '../wire/deadline.ts';
import { wire } from '../wire/http.ts';
import { loopbackLookup } from '../wire/loopback.ts';
import type { EngineAddress } from './address.ts';
import type { FoundEngine } from './discover.ts';
import {
  type ContainerDetails,
  type ContainerEngine,
  type ContainerSpec,
  EngineError,
  type PullEvent,
} from './engine.ts';
import { readCertificates } from './engine-http.ts';
import { lineSplitter } from './line-splitter.ts';
import { pullEvents } from './pull-events.ts';

/** Opens an engine that was found. The only user of dockerode, which is loaded here and not before. */
export async function openEngine(found: FoundEngine): Promise<ContainerEngine> {
  const { default: Docker } = await import('dockerode');
  return containerEngine(found.name, new Docker(await connection(found.address)));
}

function containerEngine(name: string, docker: Dockerode): ContainerEngine {
  return {
    name,
    hasImage: (image, signal) => ask(signal, () => docker.getImage(image).inspect()).then(() => true, absent(false)),
    pull: (image, signal) => pull(docker, image, signal),
    list: (label, signal) =>
      ask(signal, async (abortSignal) => {
        const found = await docker.listContainers({ all: true, filters: { label: [label] }, abortSignal });
        return found.map(({ Id, Names, Labels }) => ({ id: Id, name: bare(Names[0]), labels: Labels ?? {} }));
      }),
    create: (spec, signal) =>
      ask(signal, async (abortSignal) => (await docker.createContainer({ ...creation(spec), abortSignal })).id),
    start: (id, signal) => ask(signal, (abortSignal) => docker.getContainer(id).start({ abortSignal })),
    stop: (id, signal) =>
      ask(signal, (abortSignal) => docker.getContainer(id).stop({ abortSignal })).catch(absent(undefined)),
    inspect: (id, signal) =>
      ask(signal, (abortSignal) => docker.getContainer(id).inspect({ abortSignal })).then(details, absent(undefined)),
    follow: (id, onLine, signal, since) => follow(docker, id, onLine, signal, since),
    exec: (id, command, signal) => exec(docker, id, command, signal),
    remove: (id, signal) =>
      ask(signal, (abortSignal) => docker.getContainer(id).remove({ force: true, v: true, abortSignal })).catch(
        absent(undefined),
      ),
  };
}

/** dockerode would take DOCKER_HOST where an option is not given: each one that it could fill in is set, if to undefined. */
async function connection(address: EngineAddress): Promise<Dockerode.DockerOptions & { agent?: Agent }> {
  if (address.kind === 'socket')
    return { socketPath: address.path, host: undefined, port: undefined, protocol: 'http' };
  const { host, port, certificates } = address;
  const protocol = certificates === undefined ? 'http' : 'https';
  const { Agent } = await (protocol === 'http' ? import('node:http') : import('node:https'));
  // Its environment holds the admin's password: it goes to nobody who listens where a resolver leads, and to no proxy.
  const agent = new Agent({ lookup: loopbackLookup });
  return { host, port, protocol, agent, ...(certificates && readCertificates(certificates)) };
}

/** One request, which may take as long as any: an engine that dies in the middle of its answer would leave dockerode waiting for ever. */
function ask<T>(signal: AbortSignal, send: (signal: AbortSignal) => Promise<T>): Promise<T> {
  return inItsWords(signal, () => withDeadline(wire.patienceMs, signal, send));
}

/** Errors in the engine's own words, or the reason of the caller's signal. */
async function inItsWords<T>(signal: AbortSignal, send: () => Promise<T>): Promise<T> {
  signal.throwIfAborted();
  try {
    return await send();
  } catch (error) {
    if (signal.aborted) throw signal.reason;
    if (error instanceof EngineError) throw error;
    const { message, statusCode, json } = error as { message?: string; statusCode?: number; json?: unknown };
    const said = z.object({ message: z.string() }).safeParse(json);
    throw new EngineError(said.success ? said.data.message : (message ?? String(error)), statusCode, error);
  }
}

/** What is not there, is removed this moment (409), or has stopped already (304). */
const ABSENT: readonly (number | undefined)[] = [404, 409, 304];

/** For `catch`: what is not there is no error. */
function absent<T>(value: T): (error: unknown) => T {
  return (error) => {
    if (error instanceof EngineError && ABSENT.includes(error.status)) return value;
    throw error;
  };
}

function creation(spec: ContainerSpec): Dockerode.ContainerCreateOptions {
  const port = `${spec.publish.inside}/tcp`;
  return {
    name: spec.name,
    Image: spec.image,
    Cmd: [...spec.command],
    Env: Object.entries(spec.env).map(([name, value]) => `${name}=${value}`),
    Labels: { ...spec.labels },
    Hostname: spec.hostname,
    ExposedPorts: { [port]: {} },
    HostConfig: { PortBindings: { [port]: [{ HostIp: '127.0.0.1', HostPort: String(spec.publish.host) }] } },
  };
}

function details(info: Dockerode.ContainerInspectInfo): ContainerDetails {
  const port = publishedPort(info.NetworkSettings.Ports) ?? publishedPort(info.HostConfig.PortBindings);
  return {
    id: info.Id,
    name: bare(info.Name),
    labels: info.Config.Labels ?? {},
    image: info.Config.Image,
    hostname: info.Config.Hostname,
    status: info.State.Status,
    running: info.State.Running,
    exitCode: info.State.ExitCode,
    killedForMemory: info.State.OOMKilled,
    env: Object.fromEntries((info.Config.Env ?? []).map((entry) => splitOnce(entry, '='))),
    publishedPort: port,
  };
}

/** Of one that does not run, only the wish is known. */
function publishedPort(ports: unknown): number | undefined {
  const bindings = Object.values((ports ?? {}) as Record<string, { HostPort?: string }[] | null>);
  const port = Number(bindings.flatMap((binding) => binding ?? [])[0]?.HostPort);
  return port > 0 ? port : undefined;
}

async function* pull(docker: Dockerode, image: string, signal: AbortSignal): AsyncIterable<PullEvent> {
  const stream = await inItsWords(signal, () => docker.pull(image, { abortSignal: signal }));
  const events = pullEvents(stream as unknown as AsyncIterable<Buffer>)[Symbol.asyncIterator]();
  for (;;) {
    const { done, value } = await inItsWords(signal, () => events.next());
    if (done) return;
    yield value;
  }
}

async function follow(
  docker: Dockerode,
  id: string,
  onLine: (line: string) => void,
  signal: AbortSignal,
  since: number | undefined,
): Promise<void> {
  const from = since === undefined ? {} : { since: Math.floor(since / 1000) };
  // A log flows for as long as the container lives: only the caller's signal ends it, not the time limit of a request.
  const stream = await inItsWords(signal, () =>
    docker.getContainer(id).logs({ follow: true, stdout: true, stderr: true, abortSignal: signal, ...from }),
  );
  await demultiplexed(docker, stream, onLine, signal);
}

async function exec(docker: Dockerode, id: string, command: readonly string[], signal: AbortSignal) {
  const lines: string[] = [];
  const started = await ask(signal, async (abortSignal) => {
    const run = await docker
      .getContainer(id)
      .exec({ Cmd: [...command], AttachStdout: true, AttachStderr: true, abortSignal });
    return { run, stream: await run.start({ hijack: false, stdin: false, abortSignal }) };
  });
  await demultiplexed(docker, started.stream, (line) => lines.push(line), signal);
  const { ExitCode } = await ask(signal, (abortSignal) => started.run.inspect({ abortSignal }));
  return { exitCode: ExitCode ?? -1, output: lines.join('\n') };
}

/** Splits the engine's two-in-one stream into lines until it ends, breaks off, or the signal says so. */
async function demultiplexed(
  docker: Dockerode,
  stream: NodeJS.ReadableStream,
  onLine: (line: string) => void,
  signal: AbortSignal,
) {
  const out = lineSplitter(onLine);
  const err = lineSplitter(onLine);
  docker.modem.demuxStream(stream, out, err);
  await finished(stream, { signal, writable: false }).catch(() => undefined);
  (stream as NodeJS.ReadableStream & { destroy?: () => void }).destroy?.();
  out.end();
  err.end();
}

const bare = (name: string | undefined) => (name ?? '').replace(/^\//, '');

function splitOnce(text: string, separator: string): [string, string] {
  const at = text.indexOf(separator);
  return at === -1 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)];
}
