import type { TokenSet } from '../../services/clients/login.ts';
import { findingIds } from '../../services/identity/finding-rows.ts';
import { amissInWords, isAmiss } from '../../services/identity/findings.ts';
import type { AdminConsole, Inspection } from '../../services/identity/provider.ts';
import type { Lab } from '../../services/lab/lab.ts';
import type { WorkProgress } from '../../services/part/part.ts';
import type { Finding } from '../../src/evidence/finding.ts';
import type { FindingsExhibit } from '../../src/lesson/exhibit.ts';
import type { SessionState } from '../../src/lesson/state.ts';
import type { Command, Step, Verdict } from '../../src/lesson/step.ts';
import { getCommand } from '../http-commands.ts';
import { passwordLoginExhibit } from './aside-exhibits.ts';
import { loginCommand } from './commands.ts';
import { REALM } from './realm.ts';
import { tokenExhibit } from './token-exhibit.ts';

const { stack, tool } = REALM.clients;
const scope = REALM.scopes.audience.name;
/** What this chapter needs; later ones may need more of a realm. */
const OWN_FINDINGS = findingIds(REALM);

type IdentityLab = Pick<
  Lab,
  | 'adminConsole'
  | 'credentials'
  | 'endpoints'
  | 'identity'
  | 'inspectIdentity'
  | 'inspection'
  | 'issuer'
  | 'look'
  | 'start'
>;

/** Opens the identity provider, sets its realm up where that is ours to do, and logs in. */
export const identityProvider: Step<IdentityLab, Inspection | undefined> = {
  id: '1a',
  title: 'Identity provider',
  starts: 'identity',
  keyIdea: 'A token says who made it (iss), whom it is for (aud), who asked for it (azp) and whom it speaks of (sub).',
  explanation: [
    'An access token is a text that lets a program act for you without your password. Ours is a JWT (JSON Web Token): three parts with dots between ' +
      'them, which are a header, the claims, and a signature over both. The identity provider makes it when you log in; whom it is for, here the tool, ' +
      'reads it, and sees by the signature who made it and that nobody has changed it.',
    'It is no password, and no secret message: whoever holds it can read it, and is let in with it, whoever they are. That is why it is not shown ' +
      'whole here, lives for minutes, and names the one that it is for.',
    `Keycloak keeps users and clients in a realm; ours is called ${REALM.realm}. This chapter takes one user of it, and two clients: ${stack.id}, which ` +
      `logs the user in, and ${tool.id}, which stands for the tool and logs nobody in.`,
    `The client scope ${scope} carries an Audience mapper. Only when ${stack.id} asks for that scope does the token name ` +
      `${tool.id} in its aud claim. The tool will look for exactly that.`,
    'The login here is a password grant: the client sends the name and password itself. That keeps the lesson short; a real client sends the ' +
      'user to the login page instead (authorization code with PKCE). And it is plain http, which is right for loopback and nothing else.',
  ],
  exhibits: (state) => [...passwordLoginExhibit(state), ...tokenExhibit(state), ...findingsExhibit(state)],
  hints: [
    'Everything the realm needs is in the list of findings; the first one that is not there is the place to look.',
    'A login that works gives a token whose aud claim is my-external-tool. Without the scope there is no aud at all.',
    'The embedded provider has a realm that is right from the start. In a Keycloak’s console: Clients › llama-stack › Client scopes › Add client scope › tool-audience › Optional; and in Client scopes › tool-audience › ' +
      'Mappers an Audience mapper that includes my-external-tool.',
  ],
  byHand: (lab, shell) => [
    {
      kind: 'request',
      text: getCommand(`${lab.issuer}/.well-known/openid-configuration`, shell),
      shows: `the discovery document; its issuer is ${lab.issuer}`,
    },
    {
      kind: 'request',
      text: loginCommand(lab, shell),
      shows: 'access_token, expires_in 300, and a scope that names tool-audience',
    },
    ...consoleLogin(lab),
  ],
  run: async ({ lab, signal, progress, tell }) => {
    progress(`identity provider: ${(await lab.look('identity', signal)).saw}`);
    const onProgress = ({ text, fraction }: WorkProgress) => progress(text, fraction);
    await lab.start('identity', signal, onProgress);
    const onFindings = (findings: readonly Finding[]) =>
      tell({ type: 'findings', step: '1a', findings: [...findings] });
    return lab.identity.setUp(signal, { onProgress, onFindings });
  },
  checks: [
    {
      id: 'findings',
      title: 'The realm has what the lesson needs',
      look: async ({ lab, signal, tell }, made) => {
        const { findings } = await lab.inspectIdentity(signal, made);
        tell({ type: 'findings', step: '1a', findings: [...findings] });
        const others = findings.filter(({ id }) => !OWN_FINDINGS.has(id));
        // Where nobody may set them up, the steps that need the others are left out, and say so.
        const needed = findings.filter((each) => !others.includes(each));
        const amiss = amissInWords(needed) ?? (lab.identity.admin && amissInWords(others));
        if (amiss) return { passed: false, saw: amiss.saw, next: inConsole(amiss.byHand, lab.adminConsole) };
        const lacking = others.filter(isAmiss).length;
        const more = lacking === 0 ? '' : `, ${lacking} of what later chapters need not there`;
        return { passed: true, saw: `${nameIn(findings)}, ${findings.length} findings${more}` };
      },
    },
    {
      id: 'discovery',
      title: 'Discovery names the issuer that tokens will carry',
      look: async ({ lab }) => {
        const { issuer } = lab.inspection;
        return {
          passed: issuer === lab.issuer,
          saw: issuer === undefined ? 'no discovery document' : `issuer ${issuer}`,
        };
      },
    },
    {
      id: 'token',
      title: "The user's token names the tool as its audience",
      look: async ({ lab }) => {
        const { login } = lab.inspection;
        if ('refused' in login) throw login.refused;
        if ('untried' in login) return { passed: false, saw: `no login was tried: ${login.untried}` };
        return judgeToken(login.token.claims, lab.credentials.userName, lab.issuer);
      },
    },
  ],
};

/** What was looked at: a realm, or whatever else the provider calls it. */
function nameIn(findings: readonly Finding[]): string {
  const title = findings.find(({ id }) => id === 'realm')?.title ?? '';
  return title.charAt(0).toLowerCase() + title.slice(1);
}

function findingsExhibit({ steps }: SessionState): readonly FindingsExhibit[] {
  const findings = steps.find(({ id }) => id === '1a')?.findings ?? [];
  return findings.length === 0 ? [] : [{ kind: 'findings', title: 'Set-up of the realm', findings }];
}

/**
 * Whether a token's claims are those of the lesson, and which of them are not. Who asked for it stands in azp, or in client_id (RFC 9068, section
 * 2.2); a token that tells neither is none the worse for the tool.
 */
export function judgeToken(claims: TokenSet['claims'], userName: string, issuer: string): Verdict {
  const { aud, iss, azp, client_id } = claims;
  const [asker] = Object.entries({ azp, client_id }).filter(([, client]) => client !== undefined);
  const names = [aud].flat();
  const audience = aud === undefined ? 'nobody' : names.join(', ');
  const wrong = [
    !names.includes(tool.id) && `not ${tool.id}`,
    iss !== issuer && `its iss is ${iss ?? 'missing'}, not ${issuer}`,
    asker && asker[1] !== stack.id && `its ${asker[0]} is ${asker[1]}, not ${stack.id}, which asked for it`,
  ].filter(Boolean);
  const saw = `${userName}'s token names ${audience}`;
  return wrong.length === 0 ? { passed: true, saw } : { passed: false, saw: `${saw}; ${wrong.join('; ')}` };
}

/** How to get into the admin console of a Keycloak of ours, whose admin has a random password. */
function consoleLogin({ adminConsole: console }: Pick<Lab, 'adminConsole'>): Command[] {
  if (!console?.passwordCommand) return [];
  const shows = `the password of ${console.userName}, for the admin console at ${console.url}`;
  return [{ kind: 'request', text: console.passwordCommand, shows }];
}

function inConsole(clicks: string, console: AdminConsole | undefined): string {
  if (!clicks.includes('›')) return clicks;
  if (!console) return `${clicks} (in the admin console)`;
  const who = console.userName ? ` as ${console.userName}` : '';
  const password = console.passwordCommand ? `, whose password is shown by: ${console.passwordCommand}` : '';
  return `${clicks} (in the admin console at ${console.url}${who}${password})`;
}
