import stringWidth from 'string-width';
import { keycloakEndpoints } from '../../../services/identity/keycloak/paths.ts';
import type { Lab } from '../../../services/lab/lab.ts';
import { type PartName, TUTORIAL_PORTS } from '../../../src/evidence/part-names.ts';
import { CLAIMS } from '../../../src/lesson/claims.ts';
import { GLOSSARY } from '../../../src/lesson/glossary.ts';
import { LESSON, STEP_IDS } from '../../lesson.ts';

/** As much of a lab as the commands by hand are made from. */
const lab = {
  issuer: 'http://localhost:8080/realms/demo',
  endpoints: keycloakEndpoints('http://localhost:8080/realms/demo'),
  program: 'tutorial-tui',
  url: (part: PartName) => `http://localhost:${TUTORIAL_PORTS[part]}`,
} as unknown as Lab;

test('the steps are those of the tutorial, in its order', () => {
  expect(LESSON.map(({ id }) => id)).toEqual([...STEP_IDS]);
});

describe.each(LESSON.map((step) => [step.id, step] as const))('step %s', (id, step) => {
  test('says what it is about', () => {
    expect(step.title).toMatch(/^[A-Z]/);
    expect(stringWidth(step.title)).toBeLessThanOrEqual(20);
    expect(step.keyIdea).toMatch(/\.$/);
    expect(step.keyIdea.length).toBeLessThanOrEqual(140);
    expect(step.explanation.length).toBeGreaterThan(0);
    for (const paragraph of step.explanation) expect(paragraph).toMatch(/[.:]$/);
  });

  test('has three different hints', () => {
    expect(new Set(step.hints).size).toBe(3);
    for (const hint of step.hints) expect(hint).toMatch(/[.?]$/);
  });

  test('has checks with ids of their own', () => {
    const ids = step.checks.map((check) => check.id);
    expect(ids.length).toBeGreaterThan(0);
    expect(new Set(ids).size).toBe(ids.length);
  });

  test('says how it is done by hand, and what one sees then', () => {
    const commands = step.byHand(lab, 'posix');
    if (id !== '4') expect(commands.length).toBeGreaterThan(0);
    for (const { text, shows } of commands) {
      expect(text).not.toMatch(/undefined|\[object/);
      expect(shows).not.toBe('');
    }
  });

  test('a prediction has one right answer among several, and a reason', () => {
    const { prediction } = step;
    expect(prediction !== undefined).toBe(id === '3a' || id === '3b');
    if (!prediction) return;
    expect(prediction.choices.length).toBeGreaterThanOrEqual(3);
    expect(prediction.choices[prediction.answer]).toBeDefined();
    expect(prediction.because).toMatch(/\.$/);
  });
});

test('the claims that are said to decide are those that the tool server looks at', () => {
  // go-oidc's order: issuer, audience, expiry (docs/references/tool-server.md#verification-order).
  expect(CLAIMS.filter(({ decides }) => decides).map(({ name }) => name)).toEqual(['iss', 'aud', 'exp']);
});

test('the glossary is in the order of the alphabet', () => {
  const words = GLOSSARY.map(([word]) => word);
  expect(words).toEqual(words.toSorted((a, b) => a.localeCompare(b, 'en', { sensitivity: 'base' })));
});

test('a part is started by the port that is wanted for it, where that is not the tutorial’s', () => {
  const serverOf = (url: (part: PartName) => string) =>
    LESSON.flatMap((step) => step.byHand({ ...lab, url } as unknown as Lab, 'posix')).find(
      ({ kind }) => kind === 'server',
    )?.text;
  expect(serverOf(lab.url)).not.toContain('--port');
  expect(serverOf(() => 'http://localhost:12345')).toContain('serve tool --port 12345 --or-next --issuer');
});
