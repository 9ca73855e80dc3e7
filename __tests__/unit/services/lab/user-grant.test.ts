import { namedPlan } from '../../../../services/identity/named-plan.ts';
import { userGrant } from '../../../../services/lab/user-grant.ts';
import type { TokenSetting } from '../../../../src/deployment.ts';
import { Secret } from '../../../../src/evidence/secret.ts';
import { REALM } from '../../../../steps/propagation/realm.ts';

const token = new Secret('t');

test.each<[TokenSetting, object]>([
  [{ by: 'password' }, { by: 'password' }],
  [{ by: 'client-credentials' }, { by: 'client' }],
  [{ by: 'code' }, { by: 'code' }],
  [{ by: 'device' }, { by: 'device' }],
  [
    { by: 'given', token, from: 'ACCESS_TOKEN' },
    { by: 'given', token, from: 'ACCESS_TOKEN' },
  ],
  [
    { by: 'command', command: ['get-token'] },
    { by: 'command', command: ['get-token'] },
  ],
])('%j is asked for by the first login’s client, for its scope, with what is sent beside it', (setting, grant) => {
  const plan = namedPlan(REALM, { which: 'embedded', resource: 'urn:tool', token: setting });
  expect(userGrant(plan, setting)).toEqual({
    client: 'stack',
    scope: 'audience',
    asks: { resource: 'urn:tool' },
    ...grant,
  });
});
