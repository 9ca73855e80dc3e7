import type { Deployment } from '../deployment.ts';
import type { ConfigFile } from './config/read-config.ts';
import type { DeploymentFlags } from './flags.ts';
import { identityFrom } from './identity-from.ts';
import { partsFrom } from './parts-from.ts';
import { wireFrom } from './wire-from.ts';

/**
 * The deployment that options, environment and configuration file say; the first of these that says something wins. Throws a TutorialError of kind
 * usage where what was said cannot be used, which names the option or the key, and repeats no secret.
 */
export function deploymentFrom(flags: DeploymentFlags, env: NodeJS.ProcessEnv = {}, file?: ConfigFile): Deployment {
  const sources = { flags, env, file };
  return { identity: identityFrom(sources), ...partsFrom(sources), wire: wireFrom(sources) };
}
