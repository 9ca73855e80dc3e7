import { describeClientLogins } from './client-login-contract.ts';
import { CLIENTS_BY_TOKEN, clientsByToken } from './clients-by-token.ts';
import { describeCodeContract } from './code-contract.ts';
import { describeConsentContract } from './consent-contract.ts';
import { describeDeviceContract } from './device-contract.ts';
import { type Embedded, PASSWORD, startEmbedded, USERNAME } from './identity-embedded.ts';
import { LOGIN_PLAN } from './login-plan.ts';

let embedded: Embedded;
beforeAll(async () => {
  embedded = await startEmbedded({ realm: LOGIN_PLAN });
});
afterAll(() => embedded.part.close());

const target = () => ({ baseUrl: embedded.part.url, username: USERNAME, password: PASSWORD });
describeCodeContract('the embedded identity provider', target);
describeConsentContract('the embedded identity provider', target);
describeDeviceContract('the embedded identity provider', target);
describeClientLogins('the embedded identity provider', target);

test('a look by token sees what each client does not do', async () => {
  expect(await clientsByToken(`${embedded.part.url}/realms/logins`, USERNAME, PASSWORD)).toEqual(CLIENTS_BY_TOKEN);
});
