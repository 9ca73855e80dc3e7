import { access } from 'node:fs/promises';
import { isWithheld } from '../../services/part/withheld.ts';
import type { Deployment, WireSetting } from '../deployment.ts';
import { TutorialError } from '../errors.ts';
import type { Io } from '../io.ts';
import type { ConfigFile } from './config/read-config.ts';
import type { Config } from './config/schema.ts';
import { deploymentFrom } from './deployment-from.ts';
import { expiredFrom } from './expired-from.ts';
import type { DeploymentFlags, DeploymentUse } from './flags.ts';
import { wireFrom } from './wire-from.ts';

/** The file that is read where it stands in the current folder, and none was named. */
const USUAL_FILE = 'tutorial-tui.config.json';

/**
 * The deployment that was asked for, by all that says something of it; for a verification, with what only that needs. The variables that the file names are
 * taken out of the environment. From here on this process protects what it sends as the deployment says. Throws as `deploymentFrom` and `applyWire` do.
 */
export async function loadDeployment(
  flags: DeploymentFlags,
  { env, stderr }: Pick<Io, 'env' | 'stderr'>,
  file: ConfigFile | undefined,
  use: DeploymentUse = 'lesson',
): Promise<Deployment> {
  // Before the rest, in which an address counts by what it says.
  await protectWire(wireFrom({ flags, env, file }), stderr);
  const deployment = deploymentFrom(flags, env, file);
  const expiredToken = use === 'verification' ? expiredFrom({ flags, env, file }) : undefined;
  // A secret reaches no part by inheritance, whatever it is called.
  for (const variable of variablesNamed(file?.config ?? {})) if (!isWithheld(variable)) delete env[variable];
  return { ...deployment, ...(expiredToken && { expiredToken }) };
}

/** What does it is loaded where something was asked for. Where others may read what is sent, that is said aloud. */
async function protectWire(wire: WireSetting, stderr: Io['stderr']): Promise<void> {
  if (Object.keys(wire).length === 0) return;
  const { applyWire } = await import('./apply-wire.ts');
  await applyWire(wire);
  for (const host of wire.plainHttpTo ?? [])
    stderr.write(`note: Passwords and tokens may go to http://${host}, and everybody on the way can read them.\n`);
}

function variablesNamed({ identity, stack, verify, tls }: Config): string[] {
  const { token, clientSecret } = identity ?? {};
  return [
    ...(token?.by === 'env' && token.env !== undefined ? [token.env] : []),
    ...[clientSecret, verify?.expiredToken, tls?.keyPassphrase, ...Object.values(stack?.headers ?? {})].flatMap(
      (named) => named?.env ?? [],
    ),
  ];
}

/**
 * The file that was named, or the one that is found in the current folder, which is said aloud; undefined where there is none. Throws a TutorialError of
 * kind usage where it cannot be used. What reads it is loaded where there is one.
 */
export async function configFile(named: string | undefined, stderr: Io['stderr']): Promise<ConfigFile | undefined> {
  if (named === undefined && !(await isThere(USUAL_FILE))) return undefined;
  const { readConfig } = await import('./config/read-config.ts');
  const file = await readConfig(named ?? USUAL_FILE, named !== undefined);
  if (named === undefined && file)
    stderr.write(
      `Found ${USUAL_FILE} in this folder: what it says counts, where no option or variable says otherwise.\n`,
    );
  if (named === undefined || file) return file;
  throw new TutorialError('usage', `There is no configuration file ${named}.`, {
    next: 'Name one that is there, or leave --config out.',
  });
}

function isThere(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}
