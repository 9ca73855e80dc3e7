import type { Asked, ServedPart } from '../../part/served-part.ts';
import type { RealmPlan } from '../realm-plan.ts';

const load = () => Promise.all([import('./server.ts'), import('../credentials.ts'), import('../user.ts')]);

/** Who administers the realm in a run. */
export const ADMIN = 'admin';
/** The name under which the part is told the password of that. */
export const ADMIN_PASSWORD = 'adminPassword';

/** The embedded identity provider as `serve` starts it. */
export const identityPart: ServedPart = {
  name: 'identity',
  port: 8080,
  options: [
    {
      flags: '--user <name>',
      about: 'the user of the realm (or USER_NAME; the password is USER_PASSWORD)',
      takes: 'some text',
    },
    { flags: '--kid <name>', about: 'what its key is called; its thumbprint without it', takes: 'some text' },
  ],
  load,
  start: async (asked: Asked<{ user?: string; kid?: string }, RealmPlan>, reporter) => {
    const { listen, options, env, secrets: told, byHand } = asked;
    const [[{ start }, { credentialsFrom }, { userNamed }], realm] = await Promise.all([load(), asked.realm()]);
    const { userName, password, generated, secrets } = credentialsFrom(env, realm, options.user);
    if (generated && byHand) reporter.log(nobodyLogsIn(userName));
    const admin = told[ADMIN_PASSWORD] && { username: ADMIN, password: told[ADMIN_PASSWORD] };
    return start({ listen, realm, user: userNamed(userName), password, secrets, admin, kid: options.kid }, reporter);
  },
  argumentsIn: () => [],
};

function nobodyLogsIn(userName: string): string {
  return `USER_PASSWORD is not set: the password of ${userName} is made at random, nobody knows it, and nobody can log in. To log in, set it and start again.`;
}
