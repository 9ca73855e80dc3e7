import { jest } from '@jest/globals';
import type { KeycloakContainer } from '../../services/identity/container/keycloak-container.ts';
import { repairIt } from '../../steps/repair/index.ts';
import { clearAll, run } from '../e2e/program.ts';
import { expectRepaired } from '../repaired-run.ts';
import { closeStarted, START_MS, startTestKeycloak } from './engine-lab.ts';
import { describeNamedRealm } from './named-realm.ts';

jest.setTimeout(START_MS);

let keycloak: Pick<KeycloakContainer, 'baseUrl' | 'admin'>;
beforeAll(async () => {
  keycloak = await startTestKeycloak();
});
afterEach(clearAll);
afterAll(closeStarted);

describeNamedRealm(() => keycloak);

test('a Keycloak that runs already, with an admin’s rights: set up for chapter 3, and each exchange answered as the references say', async () => {
  const { baseUrl, admin } = keycloak;
  const rights = {
    KC_BOOTSTRAP_ADMIN_USERNAME: admin.username,
    KC_BOOTSTRAP_ADMIN_PASSWORD: admin.password.reveal(),
  };
  const program = await run(['--ci', '--json', '--idp', baseUrl, '--chapter', 'repair'], { env: rights });
  const events = program.events();
  const done = events.flatMap((event) =>
    event.type === 'step-ended' && event.status === 'done' && event.step.startsWith('3.') ? [event.step] : [],
  );
  expect(done).toEqual(repairIt.steps.map(({ id }) => id));
  expect(program.code).toBe(0);
  expectRepaired(events);
});
