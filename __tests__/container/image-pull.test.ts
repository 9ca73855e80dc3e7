import { jest } from '@jest/globals';
import type Dockerode from 'dockerode';
import { openEngine } from '../../services/container-engine/docker.ts';
import type { ContainerEngine } from '../../services/container-engine/engine.ts';
import { pullImage } from '../../services/container-engine/pull.ts';
import type { WorkProgress } from '../../services/part/part.ts';
import type { TutorialError } from '../../src/errors.ts';
import { findTestEngine, NEVER, openDockerode, openTestEngine } from './engine-lab.ts';
import { EngineProxy } from './engine-proxy.ts';
import { TestRegistry } from './test-registry.ts';

jest.setTimeout(60_000);

const QUICK = [10, 10];
let engine: ContainerEngine;
let docker: Dockerode;

beforeAll(async () => {
  engine = await openTestEngine();
  docker = await openDockerode();
});

test('a registry without a network: one sentence, and the way out', async () => {
  // A name that no resolver knows (RFC 6761, section 6.4).
  const error = await failure('registry.invalid/keycloak/keycloak:26.7.4', []);
  expect(error.message).toMatch(
    /^The image registry\.invalid\S+ could not be pulled: the registry cannot be reached\.$/,
  );
  expect(error.why).toMatch(/The engine says: .*registry\.invalid/);
  expect(error.next).toMatch(/docker load/);
  expect(error.exitCode).toBe(6);
});

// Podman speaks TLS to a registry on loopback too, unless its configuration says otherwise.
const registryOnLoopback = (await findTestEngine()).name.startsWith('Docker') ? describe : () => {};

registryOnLoopback('with a registry', () => {
  let registry: TestRegistry;

  beforeEach(async () => {
    registry = await TestRegistry.open();
  });
  afterEach(async () => {
    await docker
      .getImage(registry.image())
      .remove({ force: true })
      .catch(() => {});
    await registry.close();
  });

  test('layers, bytes and time are told while they come', async () => {
    registry.pauseMs = 30;
    const told: WorkProgress[] = [];
    await pullImage({ engine, image: registry.image(), signal: NEVER, onProgress: (progress) => told.push(progress) });
    expect(await engine.hasImage(registry.image(), NEVER)).toBe(true);
    expect(told[0]?.text).toMatch(/^pulling 127\.0\.0\.1:\d+\/keycloak\/keycloak:small · 0 s$/);
    const lines = told.map(({ text }) => text).join('\n');
    expect(lines).toMatch(/layer 0 of 2 · \d\.\d of [36]\.0 MB · \d+ s/);
    const fractions = told.flatMap(({ fraction }) => fraction ?? []);
    expect(fractions.length).toBeGreaterThan(1);
    expect(fractions).toEqual(fractions.toSorted((a, b) => a - b));
  });

  test('cancelled half-way, nothing stays', async () => {
    registry.pauseMs = 200;
    const cancel = new AbortController();
    const pulled = pullImage({
      engine,
      image: registry.image(),
      signal: cancel.signal,
      onProgress: ({ fraction }) => {
        if ((fraction ?? 0) > 0) cancel.abort(new Error('enough'));
      },
    });
    await expect(pulled).rejects.toThrow('enough');
    expect(await engine.hasImage(registry.image(), NEVER)).toBe(false);
  });

  test('a passing fault is tried again, aloud', async () => {
    registry.faults = { status: 503, count: 1_000 };
    const told: string[] = [];
    const onProgress = ({ text }: WorkProgress) => {
      told.push(text);
      if (text.includes('trying again in')) registry.faults.count = 0;
    };
    await pullImage({ engine, image: registry.image(), signal: NEVER, onProgress, pauses: QUICK });
    expect(told.join('\n')).toMatch(/^the registry has a fault of its own; trying again in/im);
    expect(await engine.hasImage(registry.image(), NEVER)).toBe(true);
  });

  test('a fault that stays ends it, after three tries', async () => {
    registry.faults = { status: 502, count: 1_000 };
    const error = await failure(registry.image(), QUICK);
    expect(error.message).toMatch(/could not be pulled: the registry has a fault of its own/);
    expect(error.next).toMatch(/docker\.io\/keycloak/);
    expect(registry.requests).toBeGreaterThanOrEqual(3);
  });

  test('a tag that was never published is not tried again', async () => {
    const error = await failure(registry.image('no-such-tag'), QUICK);
    expect(error.message).toMatch(/the registry has no such image/);
  });

  test('an engine that stops half-way ends it', async () => {
    registry.pauseMs = 100;
    const proxy = await EngineProxy.open();
    const throughProxy = await openEngine(await findTestEngine(proxy.env));
    proxy.cutAfter = 'Downloading';
    const error = await failure(registry.image(), [], throughProxy);
    await proxy.close();
    expect(error.message).toMatch(/could not be pulled/);
    expect(error.why).toMatch(/The engine says: \S+/);
  });
});

async function failure(image: string, pauses: readonly number[], by = engine): Promise<TutorialError> {
  return pullImage({ engine: by, image, signal: NEVER, onProgress: () => {}, pauses }).then(
    () => Promise.reject(new Error('it was pulled')),
    (error) => error,
  );
}
