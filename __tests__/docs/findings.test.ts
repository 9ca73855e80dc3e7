import { givenSecrets } from '../../services/identity/client-secrets.ts';
import { findingRows } from '../../services/identity/finding-rows.ts';
import { CLICKS } from '../../services/identity/keycloak/clicks.ts';
import { COURSE_REALM } from '../../steps/index.ts';
import { page } from './markdown.ts';

const text = page('docs/keycloak.md');

test('the table of findings has each that step 1a looks at, in its order', () => {
  const [, table = ''] = text.split('| finding ');
  const named = [...table.matchAll(/^\| `([^`]+)` +\|/gm)].map(([, id]) => id);
  expect(named).toEqual(findingRows(COURSE_REALM, 'alan', COURSE_REALM.realm, CLICKS).map(({ id }) => id));
});

test('the variable that is named for the secret of a client is the one that is read', () => {
  const [, id = '', variable = ''] = /`([a-z-]+)` has `(CLIENT_SECRET_\w+)`/.exec(text) ?? [];
  const client = { id, access: 'confidential', flows: [] } as const;
  const plan = { ...COURSE_REALM, clients: { client }, scopes: {}, logins: {} };
  expect(givenSecrets({ [variable]: 'given' }, plan)[id]?.reveal()).toBe('given');
});

test('it says truly whether a client of the lesson is confidential', () => {
  const confidential = Object.values(COURSE_REALM.clients).filter(({ access }) => access === 'confidential');
  expect(text.includes('None of the clients in the table below is confidential.')).toBe(confidential.length === 0);
});
