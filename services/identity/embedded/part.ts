import type { IdentitySetting } from '../../../src/deployment.ts';
import { Secret } from '../../../src/evidence/secret.ts';
import { secretVariable } from '../../part/secret-variable.ts';
import type { Asked, ServedPart } from '../../part/served-part.ts';
import type { RealmPlan } from '../realm-plan.ts';

const load = () =>
  Promise.all([import('./server.ts'), import('../credentials.ts'), import('../user.ts'), import('../named-plan.ts')]);

/** Who administers the realm in a run. */
export const ADMIN = 'admin';
/** The name under which the part is told the password of that. */
export const ADMIN_PASSWORD = 'adminPassword';

interface IdentityOptions {
  readonly user?: string;
  readonly kid?: string;
  readonly realm?: string;
  readonly client?: string;
  readonly scope?: string;
  readonly audience?: string;
  readonly tokenBy?: 'password' | 'client-credentials' | 'code' | 'device';
}

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
    { flags: '--realm <name>', about: 'the name of its realm; demo without it', takes: 'some text' },
    {
      flags: '--client <id>',
      about: 'what the client llama-stack is called; with CLIENT_SECRET_... it is confidential',
      takes: 'some text',
    },
    { flags: '--scope <name>', about: 'what the scope tool-audience is called', takes: 'some text' },
    { flags: '--audience <client>', about: 'the audience a token must name', standard: 'my-external-tool' },
    {
      flags: '--token-by <how>',
      about: 'how that client gets tokens, beside by password',
      choices: ['password', 'client-credentials', 'code', 'device'],
    },
    { flags: '--kid <name>', about: 'what its key is called; its thumbprint without it', takes: 'some text' },
  ],
  load,
  start: async (asked: Asked<IdentityOptions, RealmPlan>, reporter) => {
    const { listen, options, env, secrets: told, byHand } = asked;
    const [[{ start }, { credentialsFrom }, { userNamed }, { namedPlan }], plan] = await Promise.all([
      load(),
      asked.realm(),
    ]);
    const realm = namedPlan(plan, namesIn(options, env));
    const { userName, password, generated, secrets } = credentialsFrom(env, realm, options.user);
    if (generated && byHand) reporter.log(nobodyLogsIn(userName));
    const admin = told[ADMIN_PASSWORD] && { username: ADMIN, password: told[ADMIN_PASSWORD] };
    return start({ listen, realm, user: userNamed(userName), password, secrets, admin, kid: options.kid }, reporter);
  },
  argumentsIn: () => [],
};

function namesIn({ tokenBy = 'password', ...names }: IdentityOptions, env: NodeJS.ProcessEnv): IdentitySetting {
  const secret = names.client === undefined ? undefined : env[secretVariable(names.client)];
  return { which: 'embedded', ...names, ...(secret && { clientSecret: new Secret(secret) }), token: { by: tokenBy } };
}

/** The options of `serve` by which a lab's names are told to its process. */
export function nameOptions({ realm, client, scope, audience, token: { by } }: IdentitySetting): readonly string[] {
  const names = { realm, client, scope, audience, 'token-by': by === 'given' || by === 'command' ? undefined : by };
  return Object.entries(names).flatMap(([name, value]) => (value === undefined ? [] : [`--${name}`, value]));
}

function nobodyLogsIn(userName: string): string {
  return `USER_PASSWORD is not set: the password of ${userName} is made at random, nobody knows it, and nobody can log in. To log in, set it and start again.`;
}
