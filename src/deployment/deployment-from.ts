import { AUTO } from '../../services/identity/choose.ts';
import { ownUrl } from '../../services/part/own-url.ts';
import type { Deployment } from '../deployment.ts';
import type { DeploymentFlags } from './flags.ts';

/** The deployment that was asked for. Throws a TutorialError of kind usage where what was said cannot be used. */
export function deploymentFrom(flags: DeploymentFlags): Deployment {
  return {
    identity: { which: flags.idp ?? AUTO, token: { by: 'password' } },
    ...serverAt('stack', flags),
    ...serverAt('mcp', flags),
    ...serverAt('tool', flags),
    wire: {},
  };
}

function serverAt<Name extends 'stack' | 'mcp' | 'tool'>(name: Name, flags: DeploymentFlags) {
  const url = flags[name];
  if (url === undefined) return {};
  ownUrl(`--${name}`, url);
  return { [name]: { url } } as Record<Name, { url: string }>;
}
