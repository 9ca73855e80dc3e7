import { TutorialError } from '../../../../src/errors.ts';
import type { Finding } from '../../../../src/evidence/finding.ts';
import { INITIAL_STATE } from '../../../../src/lesson/state.ts';
import type { StepContext } from '../../../../src/lesson/step.ts';
import type { CourseLab } from '../../../../steps/course-lab.ts';
import { identityProvider, judgeToken } from '../../../../steps/propagation/1a-identity-provider.ts';
import { courseLab } from '../../../course-lab.ts';

const ISSUER = 'http://localhost:8080/realms/demo';
const RIGHT = { aud: 'my-external-tool', iss: ISSUER, azp: 'llama-stack' };

describe('what is said of a token', () => {
  test.each([
    ['right', {}, true, /^alan's token names my-external-tool$/],
    ['as RFC 9068 has it', { azp: undefined, client_id: 'llama-stack' }, true, /names my-external-tool$/],
    ['that does not tell who asked', { azp: undefined }, true, /names my-external-tool$/],
    ['of another client by RFC 9068', { azp: undefined, client_id: 'other' }, true, /names my-external-tool$/],
    ['of another client', { azp: 'other' }, true, /names my-external-tool$/],
    [
      'of another issuer',
      { iss: 'http://kc/realms/demo' },
      false,
      /its iss is http:\/\/kc\/realms\/demo, not http:\/\/localhost/,
    ],
    ['for nobody', { aud: undefined }, false, /token names nobody; not my-external-tool$/],
    ['for another', { aud: ['a', 'b'] }, false, /token names a, b; not my-external-tool$/],
  ])('%s', (_, change, passed, saw) => {
    expect(
      judgeToken({ ...RIGHT, ...change }, { whose: 'alan', issuer: ISSUER, audience: 'my-external-tool' }),
    ).toEqual({ passed, saw: expect.stringMatching(saw) });
  });
});

function contextWith(lab: Partial<CourseLab>): StepContext<CourseLab> {
  const { signal } = new AbortController();
  return {
    lab: courseLab(lab),
    signal,
    watched: false,
    since: 0,
    state: () => INITIAL_STATE,
    progress: () => {},
    tell: () => {},
  };
}

const finding = (id: Finding['id'], byHand: string): Finding => ({
  id,
  title: id,
  state: 'missing',
  saw: 'none',
  byHand,
  repairable: false,
});

describe('what a look at the realm advises', () => {
  const [check] = identityProvider.checks;
  const look = (findings: readonly Finding[], adminConsole?: CourseLab['adminConsole']) => {
    const inspectIdentity = async () => ({ findings, issuer: ISSUER, login: { untried: 'not in this test' } });
    return check?.look(contextWith({ inspectIdentity, adminConsole }));
  };

  test('the click for what is amiss, and where the console is', async () => {
    const console = { url: 'http://localhost:8080/admin', userName: 'admin', passwordCommand: 'docker inspect x' };
    expect(await look([finding('user', 'Users › Add user')], console)).toEqual({
      passed: false,
      saw: 'user: none',
      next: 'Users › Add user (in the admin console at http://localhost:8080/admin as admin, whose password is shown by: docker inspect x)',
    });
  });

  test('nothing of the console, where it has nothing to do with it', async () => {
    expect(await look([finding('clock', 'Set the clock.')])).toMatchObject({ next: 'Set the clock.' });
  });

  test('all clicks, where several things are amiss, each once', async () => {
    const found = [finding('user', 'A › B'), finding('password', 'A › B'), finding('stack-client', 'C › D')];
    expect(await look(found)).toMatchObject({ next: '(1) A › B (2) C › D (in the admin console)' });
  });
});

test('a refused login is told as it was refused: what failed is the login, and not a check', async () => {
  const refused = new TutorialError('login-refused', 'No.', { next: 'Users › alan' });
  const check = identityProvider.checks.find(({ id }) => id === 'token');
  const inspection = { findings: [], issuer: ISSUER, login: { refused } };
  await expect(check?.look(contextWith({ inspection }))).rejects.toBe(refused);
});

test('the console of a Keycloak of ours is among the things to do by hand, and of no other', () => {
  const of = (adminConsole: CourseLab['adminConsole']) =>
    identityProvider.byHand(courseLab({ adminConsole }), 'posix').map(({ text }) => text);
  const console = { url: 'http://localhost:8080/admin', userName: 'admin', passwordCommand: 'docker inspect x' };
  expect(of(console)).toContain('docker inspect x');
  expect(of({ url: console.url })).toHaveLength(2);
});
