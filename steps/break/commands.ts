import type { Lab } from '../../services/lab/lab.ts';
import { type Shell, shellWord } from '../../src/lesson/shell.ts';
import type { Command } from '../../src/lesson/step.ts';
import { keepFieldOf } from '../http-commands.ts';
import {
  type CallingLab,
  invoke,
  keepUserToken,
  type LoginCommandLab,
  loginFields,
  refusalSeen,
} from '../propagation/commands.ts';
import { REALM as TUTORIAL } from '../propagation/realm.ts';

/** The variable of the shell in which a token is kept. */
export const ACCESS_TOKEN = 'ACCESS_TOKEN';
const KEPT = `nothing: the token is kept in ${ACCESS_TOKEN}`;

/** A login whose token is kept, by a client; `scope` is what it asks for, and null where it asks for none. Without both, the user's, however it is got. */
export function keepToken(lab: LoginCommandLab, shell: Shell, scope?: string | null, client?: string): Command {
  if (scope === undefined && client === undefined) return keepUserToken(lab, shell);
  const kept = { field: 'access_token', variable: ACCESS_TOKEN };
  const text = keepFieldOf(lab.endpoints.token, loginFields(lab, { scope, client }), kept, shell);
  return { kind: 'request', text, shows: KEPT };
}

/** Of another lab than this, with the tutorial's realm in it. */
export function keepTokenAt(token: string, shell: Shell): Command {
  return keepToken(
    { endpoints: { token }, realm: TUTORIAL, userGrant: { by: 'password', ...TUTORIAL.logins.user } },
    shell,
  );
}

/**
 * Puts another token in the place of the one that was kept. `script` prints it: of JavaScript without `'` and `"`, which the shells take for their
 * own; PowerShell 5.1 loses the latter on the way to a program. What the script must not contain it is given, as process.argv[1].
 */
export function forge(script: string, shell: Shell, ...given: readonly string[]): Command {
  const node = [`node -e '${script}'`, ...given.map((each) => shellWord(each, shell))].join(' ');
  const text = shell === 'posix' ? `export ${ACCESS_TOKEN}=$(${node})` : `$env:${ACCESS_TOKEN} = ${node}`;
  return { kind: 'request', text, shows: `nothing: the broken token is in ${ACCESS_TOKEN}` };
}

/** The parts of the kept token, for a script of `forge`. */
export const TAKEN_APART = `const [h, p, s] = process.env.${ACCESS_TOKEN}.split(\`.\`);`;

/** Waits until a token that lives a second has expired: two are more than that, wherever in a second it was issued. */
export function waitASecond(shell: Shell): Command {
  return { kind: 'request', text: shell === 'posix' ? 'sleep 2' : 'Start-Sleep 2', shows: 'nothing: time goes by' };
}

/** The call with the kept token, and what comes of it. */
export function sendKept(lab: CallingLab, shell: Shell, shows = refusalSeen(lab)): Command {
  return { kind: 'request', text: invoke(lab, { variable: ACCESS_TOKEN }, shell), shows };
}

/** Where a second server of a kind is started by hand: far enough from the lab's own ports, whichever they are. */
export function otherPort(lab: Pick<Lab, 'url' | 'usualPort'>, part: string): number {
  const ours = Number(new URL(lab.url(part)).port) || lab.usualPort(part);
  return ours + (ours < 60_000 ? 1_000 : -1_000);
}
