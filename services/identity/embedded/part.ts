import type { Asked, ServedPart } from '../../part/served-part.ts';

const load = () => Promise.all([import('./server.ts'), import('../credentials.ts'), import('../realm.ts')]);

export const identityPart: ServedPart = {
  name: 'identity',
  port: 8080,
  options: [
    {
      flags: '--user <name>',
      about: 'the user of the realm (or USER_NAME; the password is USER_PASSWORD)',
      takes: 'some text',
    },
  ],
  load,
  start: async ({ listen, options, env, byHand }: Asked<{ user?: string }>, reporter) => {
    const [{ start }, { credentialsFrom }, { REALM, userNamed }] = await load();
    const { userName, password, generated } = credentialsFrom(env, options.user);
    if (generated && byHand) reporter.log(nobodyLogsIn(userName));
    return start({ listen, realm: REALM, user: userNamed(userName), password }, reporter);
  },
  argumentsIn: () => [],
};

function nobodyLogsIn(userName: string): string {
  return `USER_PASSWORD is not set: the password of ${userName} is made at random, nobody knows it, and nobody can log in. To log in, set it and start again.`;
}
