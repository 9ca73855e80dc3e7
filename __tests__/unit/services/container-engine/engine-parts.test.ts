import type { PullEvent } from '../../../../services/container-engine/engine.ts';
import { lineSplitter } from '../../../../services/container-engine/line-splitter.ts';
import { pullEvents } from '../../../../services/container-engine/pull-events.ts';
import { foldPull, NOTHING_PULLED, pullProgress } from '../../../../services/container-engine/pull-state.ts';
import { keycloakImage } from '../../../../services/identity/container/image.ts';

describe('the progress of a pull', () => {
  /** As Docker 20 told it, pulling from a registry. */
  const told: PullEvent[] = [
    { layer: 'small', status: 'Pulling from keycloak/keycloak', current: undefined, total: undefined },
    { layer: 'aaa', status: 'Pulling fs layer', current: undefined, total: undefined },
    { layer: 'bbb', status: 'Pulling fs layer', current: undefined, total: undefined },
    { layer: 'ccc', status: 'Already exists', current: undefined, total: undefined },
    { layer: 'aaa', status: 'Downloading', current: 30_000_000, total: 120_000_000 },
    { layer: 'bbb', status: 'Downloading', current: 1_000_000, total: 80_000_000 },
    { layer: 'bbb', status: 'Download complete', current: undefined, total: undefined },
    { layer: 'bbb', status: 'Extracting', current: 5, total: 80_000_000 },
  ];

  test('counts layers and bytes, and never goes back', () => {
    const fractions = told.map(
      (_, index) => pullProgress(told.slice(0, index + 1).reduce(foldPull, NOTHING_PULLED), 0).fraction ?? 0,
    );
    expect(fractions.at(-1)).toBeCloseTo(110 / 200);
    expect(pullProgress(told.reduce(foldPull, NOTHING_PULLED), 12_300).text).toBe(
      'layer 1 of 3 · 110 of 200 MB · 12 s',
    );
  });

  test('shows the time where the engine tells nothing else, as Podman does', () => {
    expect(pullProgress(NOTHING_PULLED, 61_000)).toEqual({ text: '61 s' });
  });

  test('is read from lines that come in pieces', async () => {
    const json =
      '{"status":"Downloading","progressDetail":{"current":1,"total":2},"id":"ä"}\r\n{"stream":"x"}\nno json\n{"status":"last"}';
    const bytes = Buffer.from(json);
    async function* pieces() {
      for (let at = 0; at < bytes.length; at += 7) yield bytes.subarray(at, at + 7);
    }
    const events: PullEvent[] = [];
    for await (const event of pullEvents(pieces())) events.push(event);
    expect(events).toEqual([
      { layer: 'ä', status: 'Downloading', current: 1, total: 2 },
      { layer: undefined, status: 'x', current: undefined, total: undefined },
      { layer: undefined, status: 'last', current: undefined, total: undefined },
    ]);
  });

  test("an error among them is thrown in the engine's words", async () => {
    async function* pieces() {
      yield Buffer.from('{"errorDetail":{"message":"no space left on device"},"error":"short"}\n');
    }
    const read = async () => {
      for await (const _ of pullEvents(pieces()));
    };
    await expect(read()).rejects.toThrow('no space left on device');
  });
});

test('a log is split into lines, whatever pieces it comes in', () => {
  const lines: string[] = [];
  const stream = lineSplitter((line) => lines.push(line));
  const bytes = Buffer.from('first\r\nsecond ü\n\n\u001b[31mred\u001b[0m\nlast');
  for (const byte of bytes) stream.write(Buffer.from([byte]));
  stream.end();
  expect(lines).toEqual(['first', 'second ü', '', 'red', 'last']);
});

test.each([
  [undefined, 'quay.io/keycloak/keycloak:26.7.4'],
  ['latest', 'quay.io/keycloak/keycloak:latest'],
  ['26.4.5', 'quay.io/keycloak/keycloak:26.4.5'],
  ['docker.io/keycloak/keycloak:26.7.4', 'docker.io/keycloak/keycloak:26.7.4'],
  ['mirror.local:5000/keycloak', 'mirror.local:5000/keycloak:latest'],
  ['quay.io/keycloak/keycloak@sha256:abc', 'quay.io/keycloak/keycloak@sha256:abc'],
])('--keycloak-image %s means %s', (given, image) => {
  expect(keycloakImage(given)).toBe(image);
});
