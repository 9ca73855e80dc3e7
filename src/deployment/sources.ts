import { TutorialError } from '../errors.ts';
import { Secret } from '../evidence/secret.ts';
import { isPlainName } from '../evidence/variable-name.ts';
import type { ConfigFile } from './config/read-config.ts';
import type { DeploymentFlags } from './flags.ts';

/** What a deployment is made of. */
export interface Sources {
  readonly flags: DeploymentFlags;
  readonly env: NodeJS.ProcessEnv;
  readonly file: ConfigFile | undefined;
}

/** A value, and how it was named, for errors. */
export interface Said<T> {
  readonly value: T;
  readonly as: string;
}

/** What the option says or, without it, the file; undefined where nobody says anything. */
export function said<T>(
  { file }: Sources,
  flag: readonly [option: string, value: T | undefined],
  key: readonly [path: string, value: T | undefined],
): Said<T> | undefined {
  const [[option, given], [path, written]] = [flag, key];
  if (given !== undefined) return { value: given, as: option };
  return written === undefined ? undefined : { value: written, as: keyIn(file, path) };
}

/** A key of the file, for an error. */
export function keyIn(file: ConfigFile | undefined, path: string): string {
  return `${path} of ${file?.name}`;
}

/**
 * A secret: the variable that the file names, at this path, or else the usual one. Undefined where the usual one is not set. Throws a TutorialError of
 * kind usage where the named one is not set; a name that may be the secret itself is not repeated.
 */
export function secretFrom(
  { env, file }: Sources,
  usual: string,
  path: string,
  named: { readonly env: string } | undefined,
): Said<Secret> | undefined {
  const variable = named?.env ?? usual;
  const isPlain = isPlainName(variable);
  if (variable !== usual && !file?.wasNamed)
    throw onlyIfNamed(file, path, {
      does: isPlain ? `names the variable ${variable}` : 'names a variable',
      harm: 'give away a secret',
    });
  const value = env[variable];
  if (value) return { value: new Secret(value), as: variable };
  if (!named) return undefined;
  throw new TutorialError(
    'usage',
    `${keyIn(file, path)} ${isPlain ? `names ${variable}, which` : 'names a variable that'} is not set.`,
    {
      ...(!isPlain && { why: 'Its name is not repeated: it looks like a secret, and none stands in a file.' }),
      next: isPlain
        ? `Set ${variable} in the environment of this command.`
        : 'Put the secret into a variable of the environment, and name that one there.',
    },
  );
}

/** A file that was found in the current folder may be anybody's: what it could do harm with has to be asked for. */
export function onlyIfNamed(
  file: ConfigFile | undefined,
  path: string,
  { does, harm }: { readonly does: string; readonly harm: string },
): TutorialError {
  return new TutorialError('usage', `${keyIn(file, path)} ${does}, and the file was only found here.`, {
    why: `Who runs this in a folder of somebody else would ${harm}, unasked.`,
    next: `Name the file, where you trust it: --config ${file?.name}.`,
  });
}
