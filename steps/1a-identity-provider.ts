import { discover } from '../services/clients/discovery.ts';
import type { Progress } from '../services/identity/provider.ts';
import { REALM } from '../services/identity/realm.ts';
import type { Lab } from '../services/lab.ts';
import type { Step } from '../src/lesson/step.ts';
import { passwordGrant } from './commands.ts';

const { stack, tool } = REALM.clients;
const scope = REALM.audienceScope.name;

export const identityProvider: Step<Lab> = {
  id: '1a',
  title: 'Identity provider',
  keyIdea: 'A token says who made it (iss), whom it is for (aud), who asked for it (azp) and whom it speaks of (sub).',
  explanation: [
    `Keycloak keeps users and clients in a realm; ours is called ${REALM.realm}. In it are one user and two clients: ${stack.clientId}, which ` +
      `logs the user in, and ${tool.clientId}, which stands for the tool and logs nobody in.`,
    `The client scope ${scope} carries an Audience mapper. Only when ${stack.clientId} asks for that scope does the token name ` +
      `${tool.clientId} in its aud claim. The tool will look for exactly that.`,
    'The login here is a password grant: the client sends the name and password itself. That keeps the lesson short; a real client sends the ' +
      'user to the login page instead (authorization code with PKCE). And it is plain http, which is right for loopback and nothing else.',
  ],
  evidence: 'token',
  hints: [
    'Everything the realm needs is in the list of findings; the first one that is not there is the place to look.',
    'A login that works gives a token whose aud claim is my-external-tool. Without the scope there is no aud at all.',
    'In the console: Clients › llama-stack › Client scopes › Add client scope › tool-audience › Optional; and in Client scopes › tool-audience › ' +
      'Mappers an Audience mapper that includes my-external-tool.',
  ],
  byHand: (lab) => [
    {
      kind: 'request',
      text: `curl -s ${lab.issuer}/.well-known/openid-configuration`,
      shows: `the discovery document; its issuer is ${lab.issuer}`,
    },
    {
      kind: 'request',
      text: passwordGrant(lab),
      shows: 'access_token, expires_in 300, and a scope that names tool-audience',
    },
  ],
  run: async ({ lab, signal, progress }) => {
    progress(`identity provider: ${(await lab.identityChoice(signal)).saw}`);
    const onProgress = ({ text, fraction }: Progress) => progress(text, fraction);
    await lab.start('identity', signal, onProgress);
    await lab.identity.setUp(signal, onProgress);
  },
  checks: [
    {
      id: 'discovery',
      title: 'Discovery names the issuer that tokens will carry',
      look: async ({ lab, signal }) => {
        const { issuer } = await discover(lab.issuer, signal);
        return { passed: issuer === lab.issuer, saw: `issuer ${issuer}` };
      },
    },
    {
      id: 'findings',
      title: 'The realm has what the lesson needs',
      look: async ({ lab, signal, tell }) => {
        const findings = await lab.identity.inspect(signal);
        tell({ type: 'findings', step: '1a', findings });
        const amiss = findings.filter(({ state }) => state === 'missing' || state === 'different');
        return amiss.length === 0
          ? { passed: true, saw: `realm ${REALM.realm}, ${findings.length} findings` }
          : { passed: false, saw: amiss.map(({ title, saw }) => `${title}: ${saw}`).join('; ') };
      },
    },
    {
      id: 'token',
      title: "The user's token names the tool as its audience",
      look: async ({ lab, signal }) => {
        const { claims } = await lab.freshToken(signal);
        const audience = claims.aud === undefined ? 'nobody' : [claims.aud].flat().join(', ');
        return {
          passed:
            [claims.aud].flat().includes(tool.clientId) && claims.iss === lab.issuer && claims.azp === stack.clientId,
          saw: `${lab.credentials.userName}'s token names ${audience}`,
        };
      },
    },
  ],
};
