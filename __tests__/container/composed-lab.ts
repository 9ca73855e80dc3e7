import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import type { DeploymentFlags } from '../../src/deployment/flags.ts';
import { run } from '../e2e/program.ts';
import { freePorts } from '../e2e/world.ts';
import { findTestEngine, openDockerode } from './engine-lab.ts';
import { needNodeImage } from './node-image.ts';

/** A lab that was exported, and runs in an engine by Docker Compose. */
export interface ComposedLab {
  readonly folder: string;
  /** The configuration that points the program at it. */
  readonly config: NonNullable<DeploymentFlags['config']>;
  readonly issuer: string;
  /** The passwords and secrets of its `.env`. */
  readonly secrets: Readonly<Record<string, string>>;
  /** Runs Compose on it. Rejects where that fails. */
  compose(...args: readonly string[]): Promise<string>;
  /** What a line of JavaScript prints in a part's container. */
  inside(part: string, script: string): Promise<string>;
  /** Ends it, with all that it holds. */
  close(): Promise<void>;
}

/** The command of Docker Compose 2: the plugin of the docker command, or the one that DOCKER_COMPOSE names. */
function composeCommand(): readonly [string, ...string[]] {
  const { DOCKER_COMPOSE } = process.env;
  return DOCKER_COMPOSE ? [DOCKER_COMPOSE] : ['docker', 'compose'];
}

/** Exports a lab for so many learners, on free ports, and starts it. */
export async function startComposedLab(learners: number): Promise<ComposedLab> {
  await needNodeImage();
  const { address } = await findTestEngine();
  const folder = join(mkdtempSync(join(tmpdir(), 'tutorial-tui-composed-')), 'lab');
  const ports = await freePorts(4);
  const options = ['identity', 'tool', 'mcp', 'stack'].flatMap((part, at) => [`--port-${part}`, String(ports[at])]);
  const project = `tutorial-tui-test-${randomBytes(3).toString('hex')}`;
  const image = ['--image', `${project}:1`];
  const exported = await run([
    'export',
    'compose',
    '--output',
    folder,
    '--learners',
    String(learners),
    ...options,
    ...image,
  ]);
  if (exported.code !== 0) throw new Error(exported.stderr);
  const [command, ...words] = composeCommand();
  // The engine's older builder knows no other; newer ones do not look at it.
  const env = { DOCKER_HOST: address.kind === 'socket' ? `unix://${address.path}` : '', DOCKER_BUILDKIT: '0' };
  const compose = async (...args: readonly string[]) => {
    const { stdout } = await execa(command, [...words, '--project-name', project, ...args], { cwd: folder, env });
    return stdout;
  };
  const lab: ComposedLab = {
    folder,
    config: join(folder, 'tutorial-tui.config.json'),
    issuer: `http://localhost:${ports[0]}/realms/demo`,
    secrets: variablesOf(readFileSync(join(folder, '.env'), 'utf8')),
    compose,
    inside: (part, script) => compose('exec', '-T', part, 'node', '-e', script),
    close: async () => {
      await compose('down', '--volumes', '--timeout', '5');
      const engine = await openDockerode();
      await engine.getImage(`${project}:1`).remove();
      rmSync(join(folder, '..'), { recursive: true });
    },
  };
  try {
    await compose('up', '--build', '--wait');
    return lab;
  } catch (error) {
    await lab.close();
    throw error;
  }
}

/** Name and password of a learner, as the program takes them. */
export function learnerIn({ secrets }: ComposedLab, number: number): { USER_NAME: string; USER_PASSWORD: string } {
  const digits = String(number).padStart(3, '0');
  return { USER_NAME: `learner-${digits}`, USER_PASSWORD: secrets[`LEARNER_${digits}_PASSWORD`] ?? '' };
}

function variablesOf(text: string): Readonly<Record<string, string>> {
  const lines = text.trimEnd().split('\n');
  return Object.fromEntries(lines.map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]));
}
