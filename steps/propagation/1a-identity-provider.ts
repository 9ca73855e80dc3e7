import type { TokenSet } from '../../services/clients/login.ts';
import { findingIds } from '../../services/identity/finding-rows.ts';
import { amissInWords, isAmiss } from '../../services/identity/findings.ts';
import type { AdminConsole, Inspection } from '../../services/identity/provider.ts';
import type { Lab } from '../../services/lab/lab.ts';
import type { Part, WorkProgress } from '../../services/part/part.ts';
import type { Finding } from '../../src/evidence/finding.ts';
import type { FindingsExhibit } from '../../src/lesson/exhibit.ts';
import type { SessionState } from '../../src/lesson/state.ts';
import type { Command, Step, Verdict } from '../../src/lesson/step.ts';
import { getCommand } from '../http-commands.ts';
import { namesSaid } from '../names-here.ts';
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
  | 'audience'
  | 'credentials'
  | 'endpoints'
  | 'identity'
  | 'inspectIdentity'
  | 'inspection'
  | 'issuer'
  | 'look'
  | 'realm'
  | 'start'
  | 'userGrant'
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
  afterwards: [
    'Where its log tells that it was asked what a client may do, for no user, that was this step’s look at the clients. So was the token that it ' +
      'refreshed: asked for without the scope, it has no aud.',
  ],
  exhibits: (state) => [...passwordLoginExhibit(state), ...tokenExhibit(state), ...findingsExhibit(state)],
  hints: [
    'Everything that the realm needs is in the list under the checks, once the step has run; the first line with ✗ is the place to look.',
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
    loginCommand(lab, shell),
    ...consoleLogin(lab),
  ],
  run: async ({ lab, signal, progress, tell }) => {
    progress(`identity provider: ${(await lab.look('identity', signal)).saw}`);
    for (const line of namesSaid(identityProvider, lab.realm)) progress(line);
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
        const present = findings.filter(({ state }) => state === 'present').length;
        return { passed: true, saw: `${nameIn(findings)}, ${present} things as they should be${more}` };
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
      look: async ({ lab, signal }) => {
        const { login } = lab.inspection;
        if ('refused' in login) throw login.refused;
        if ('untried' in login) return { passed: false, saw: `no login was tried: ${login.untried}` };
        const { header, claims } = login.token;
        if (header.alg === '') return judgeOpaque((await lab.look('tool', signal)).kind);
        const whose = lab.userGrant.by === 'password' ? lab.credentials.userName : namedIn(claims);
        return judgeToken(claims, { whose, issuer: lab.issuer, audience: lab.audience });
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
 * Whether a token's claims are those that the tool looks for, and which of them are not. Who asked for it (azp, or client_id by RFC 9068, section 2.2)
 * is not among them: it makes the token neither better nor worse.
 */
export function judgeToken(
  { aud, iss }: TokenSet['claims'],
  {
    whose,
    issuer,
    audience,
  }: { readonly whose: string; readonly issuer: string; readonly audience: string | undefined },
): Verdict {
  const names = [aud].flat();
  const wrong = [
    !names.includes(audience) && `not ${audience}`,
    iss !== issuer && `its iss is ${iss ?? 'missing'}, not ${issuer}`,
  ].filter(Boolean);
  const saw = `${whose}'s token names ${aud === undefined ? 'nobody' : names.join(', ')}`;
  return wrong.length === 0 ? { passed: true, saw } : { passed: false, saw: `${saw}; ${wrong.join('; ')}` };
}

/** Whom a token speaks of: the user by name or id, or the client that speaks for itself. */
function namedIn({ preferred_username: name, sub, azp, client_id }: TokenSet['claims']): string {
  return String(name ?? sub ?? client_id ?? azp ?? 'somebody');
}

/** A token that is no JWT: only who issued it can say what it says, and a tool of the learner's own may ask there (RFC 7662). */
function judgeOpaque(tool: Part['kind']): Verdict {
  const saw = 'the access token is opaque, no JWT: its claims cannot be shown';
  if (tool === 'own') return { passed: true, saw };
  return {
    passed: false,
    saw: `${saw}, and our tool can check none of them`,
    next: 'Have the provider give this client JWT access tokens (RFC 9068): some do for a --resource or an --audience that they know. Or name a tool that asks the provider: --tool URL.',
  };
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
