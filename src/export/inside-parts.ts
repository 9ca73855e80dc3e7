import { TOOL_GROUP } from '../../services/clients/tutorial-tool.ts';
import { PARTS } from '../../services/parts.ts';
import { issuerOf, type LabPlan } from './lab-plan.ts';

/** How it is found out whether a part serves: a request to a route of its own, and what that answers with. */
export interface Probe {
  readonly path: string;
  readonly port: number;
  readonly status: number;
  /** Its answer is a stream: whoever reads it to its end waits for ever. */
  readonly isEndless?: true;
}

/** One part of an exported lab, as it stands among the others: by its name, which is its host there. */
export interface InsidePart {
  readonly name: string;
  /** The port that it listens on inside. */
  readonly port: number;
  /** Undefined for Keycloak, which has an image and a command of its own. */
  readonly args: readonly string[] | undefined;
  /** The parts that it asks, and may ask; nobody else is reached from it. */
  readonly asks: readonly string[];
  /** Whether the lesson asks it from outside. */
  readonly isDoor: boolean;
  /** Whether it does its work. */
  readonly ready: Probe;
  /** Whether it is alive; the same, where it is left out. */
  readonly live?: Probe;
  /** MiB that it gets at most. */
  readonly memory: number;
  /** Thousandths of a processor that it is sure of. */
  readonly cpu: number;
}

/** Keycloak's port for those who watch it. */
const MANAGEMENT = 9000;
/** MiB of a part of ours, of which a quiet one takes 60 to 80, and of a Keycloak that a hundred log in to at once. */
const PART_MEMORY = 256;
const KEYCLOAK_MEMORY = 1536;

/**
 * The parts of a lab, in the order in which they need each other. Each is asked by those alone that name it in `asks`: the tool by the MCP server, the
 * identity provider by the tool.
 */
export function insideParts(plan: LabPlan): readonly InsidePart[] {
  const issuer = issuerOf(plan);
  const identity = {
    args: undefined,
    asks: [],
    isDoor: true,
    ready: { path: '/health/ready', port: MANAGEMENT, status: 200 },
    live: { path: '/health/live', port: MANAGEMENT, status: 200 },
    memory: KEYCLOAK_MEMORY,
    cpu: 500,
  };
  const tool = {
    args: ['--issuer', issuer, '--issuer-at', `${inside('identity')}/realms/${plan.realm.realm}`],
    asks: ['identity'],
    isDoor: true,
    // Without a token, its answer is no.
    ready: { path: '/', status: 401 },
  };
  const mcp: PartHere = {
    args: ['--allow-origin', inside('tool')],
    asks: ['tool'],
    isDoor: true,
    ready: { path: '/sse', status: 200, isEndless: true },
  };
  const stack = {
    args: ['--in-memory', '--ollama', inside('model'), '--mcp-endpoint', `${inside('mcp')}/sse`],
    asks: ['mcp', 'model'],
    isDoor: true,
    // 400, for as long as it could not ask the MCP server.
    ready: { path: `/v1/toolgroups/${TOOL_GROUP}`, status: 200 },
    live: { path: '/v1/health', status: 200 },
  };
  const model = { args: [], asks: [], isDoor: false, ready: { path: '/api/version', status: 200 } };
  return [part('identity', identity), part('model', model), part('tool', tool), part('mcp', mcp), part('stack', stack)];
}

/** Who asks a part, of all of them. */
export function askersOf(name: string, parts: readonly InsidePart[]): readonly string[] {
  return parts.filter(({ asks }) => asks.includes(name)).map((each) => each.name);
}

/** Where the parts find a part. */
export function inside(name: string): string {
  return `http://${name}:${portOf(name)}`;
}

type ProbeHere = Omit<Probe, 'port'> & { readonly port?: number };
type PartHere = Omit<InsidePart, 'name' | 'port' | 'memory' | 'cpu' | 'ready' | 'live'> & {
  readonly ready: ProbeHere;
  readonly live?: ProbeHere;
  readonly memory?: number;
  readonly cpu?: number;
};

function part(name: string, { ready, live, ...rest }: PartHere): InsidePart {
  const port = portOf(name);
  return {
    ...{ name, port, memory: PART_MEMORY, cpu: 50 },
    ...rest,
    ready: { port, ...ready },
    ...(live && { live: { port, ...live } }),
  };
}

function portOf(name: string): number {
  const known = PARTS.find((each) => each.name === name);
  if (!known) throw new Error(`there is no part ${name}`);
  return known.port;
}
