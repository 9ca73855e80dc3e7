import { PassThrough } from 'node:stream';
import { deploymentFrom } from '../../../../src/deployment/deployment-from.ts';
import { openLesson } from '../../../../src/run/open-lesson.ts';
import type { RunFolder } from '../../../../src/run/run-folder.ts';

/** Who the lab of this lesson logs in, and whether somebody knows the password. */
function loginOf(typed: { userName: string; password: string } | undefined, env: NodeJS.ProcessEnv = {}) {
  const told: string[] = [];
  const folder: RunFolder = {
    run: 'run',
    log: undefined,
    data: undefined,
    problem: undefined,
    file: () => undefined,
    name: 'log',
    tell: ({ type }) => void told.push(type),
    started: () => {},
    close: async () => {},
  };
  const stream = () => new PassThrough() as never;
  const { signal } = new AbortController();
  const { lab, passwordMade } = openLesson({
    options: { deployment: deploymentFrom({ idp: 'embedded', user: 'asked' }), keycloakImage: '', ports: {} },
    io: { stdin: stream(), stdout: stream(), stderr: stream(), env, signal, entry: 'bin.js' },
    folder,
    ...(typed && { typed }),
    presenters: () => [],
    onFault: (error) => {
      throw error;
    },
  });
  const { userName, password } = lab.credentials;
  return { userName, password: password.reveal(), passwordMade, told };
}

test('who was typed logs in, with the password that was typed', () => {
  expect(loginOf({ userName: 'grace', password: 'typed' }, { USER_PASSWORD: 'given' })).toMatchObject({
    userName: 'grace',
    password: 'typed',
    passwordMade: false,
  });
});

test('where no password was typed it is the one that is given, or one that is made', () => {
  const typed = { userName: 'grace', password: '' };
  expect(loginOf(typed, { USER_PASSWORD: 'given' })).toMatchObject({ password: 'given', passwordMade: false });
  expect(loginOf(typed)).toMatchObject({ userName: 'grace', passwordMade: true });
  expect(loginOf(undefined)).toMatchObject({ userName: 'asked', passwordMade: true });
});

test('the log of the run hears of the session from its beginning', () => {
  expect(loginOf(undefined).told).toEqual(['session-started']);
});
