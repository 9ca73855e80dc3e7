import { keycloakEndpointsAt } from '../../services/identity/keycloak/paths.ts';
import type { Lab } from '../../services/lab/lab.ts';
import type { Shell } from '../../src/lesson/shell.ts';
import type { Command } from '../../src/lesson/step.ts';
import { getCommand } from '../http-commands.ts';
import { REALM as TUTORIAL } from '../propagation/realm.ts';
import { otherPort } from './commands.ts';

/** Starts another identity provider by hand, which calls its key as the lab's calls its own. */
export function otherIssuerCommand(
  lab: Pick<Lab, 'endpoints' | 'program' | 'url' | 'usualPort'>,
  shell: Shell,
): Command {
  const keySet = getCommand(lab.endpoints.keys ?? '', shell);
  const kid =
    shell === 'posix'
      ? `"$(${keySet} | node -p 'JSON.parse(fs.readFileSync(0)).keys.find(({ use }) => use === \`sig\`).kid')"`
      : `((${keySet} | ConvertFrom-Json).keys | Where-Object use -eq sig | Select-Object -First 1).kid`;
  return {
    kind: 'server',
    text: `${lab.program} serve identity --port ${otherPort(lab, 'identity')} --kid ${kid}`,
    shows: 'that it listens; it needs USER_NAME and USER_PASSWORD in its terminal, as the lab does',
  };
}

/** Where that one gives tokens. */
export function otherIssuerToken(lab: Pick<Lab, 'url' | 'usualPort'>): string {
  return keycloakEndpointsAt(`http://localhost:${otherPort(lab, 'identity')}`, TUTORIAL.realm).token;
}
