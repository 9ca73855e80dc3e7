import {
  learnersTable,
  learnerVariable,
  readVariables,
  secretsOf,
  variablesFile,
} from '../../../../src/export/secrets.ts';
import { PLAN } from './lab.ts';

test('each learner, each confidential client and the admin have a secret of their own', () => {
  const secrets = secretsOf(PLAN, {});
  expect(Object.keys(secrets)).toEqual([
    'KEYCLOAK_ADMIN_PASSWORD',
    'CLIENT_SECRET_CAUTIOUS_TOOL',
    'CLIENT_SECRET_MCP_SERVER',
    ...PLAN.learners.map(learnerVariable),
  ]);
  expect(new Set(Object.values(secrets)).size).toBe(Object.keys(secrets).length);
});

test('a learner’s can be typed; a class’s are no two alike', () => {
  const learners = Array.from({ length: 500 }, (_, at) => `learner-${at}`);
  const secrets = secretsOf({ ...PLAN, learners }, {});
  const typed = learners.map((learner) => secrets[learnerVariable(learner)]);
  for (const each of typed) expect(each).toMatch(/^[a-km-np-z2-9]{4}(-[a-km-np-z2-9]{4}){3}$/);
  expect(new Set(typed).size).toBe(500);
});

test('what was made before stays, however many come to it', () => {
  const first = secretsOf(PLAN, {});
  const again = secretsOf(
    { ...PLAN, learners: [...PLAN.learners, 'learner-004'] },
    readVariables(variablesFile(first)),
  );
  expect(again).toEqual({ ...first, LEARNER_004_PASSWORD: expect.any(String) });
});

test('what was handed out stays while the class is smaller; what is no learner’s does not', () => {
  const first = secretsOf(PLAN, {});
  const smaller = secretsOf({ ...PLAN, learners: ['learner-001'] }, { ...first, CLIENT_SECRET_GONE: 'x' });
  expect(smaller).toEqual(first);
  expect(secretsOf(PLAN, readVariables(variablesFile(smaller)))).toEqual(first);
});

test('what stands in a file of variables otherwise is no secret of ours', () => {
  const text = 'A=b-1\n# B=c\nlower=x\nC=$(id)\nD=two words\nE=\nF="q"\nG=h\r\n';
  expect(readVariables(text)).toEqual({ A: 'b-1' });
});

test('the table has a line for each learner, with the password that the lab has', () => {
  const secrets = secretsOf(PLAN, {});
  expect(learnersTable(PLAN.learners, secrets).split('\n')).toEqual([
    'USER_NAME,USER_PASSWORD',
    ...PLAN.learners.map((learner) => `${learner},${secrets[learnerVariable(learner)]}`),
    '',
  ]);
});
