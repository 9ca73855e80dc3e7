import { TutorialError } from '../errors.ts';
import { Secret } from '../evidence/secret.ts';
import { isPlainName } from '../evidence/variable-name.ts';

/** The variable with the Authorization header that a protected stack server wants. */
const AUTHORIZATION_VARIABLE = 'STACK_AUTHORIZATION';

/**
 * What every request to a protected stack server carries: STACK_AUTHORIZATION, and what `--header-env` names. Throws a TutorialError of kind usage
 * where a named variable is not set.
 */
export function stackHeaders(
  variables: Readonly<Record<string, string>>,
  env: NodeJS.ProcessEnv,
): Record<string, Secret> {
  const authorization = env[AUTHORIZATION_VARIABLE]?.trim();
  const named = Object.entries(variables).map(([name, variable]) => [name, secretIn(variable, env)] as const);
  return { ...(authorization && { authorization: new Secret(authorization) }), ...Object.fromEntries(named) };
}

function secretIn(variable: string, env: NodeJS.ProcessEnv): Secret {
  const value = env[variable]?.trim();
  if (value) return new Secret(value);
  const named = isPlainName(variable) ? variable : 'The variable';
  throw new TutorialError('usage', `${named} is not set, and --header-env names it.`, {
    next: 'Put the value of the header into a variable of the environment, and name that one.',
  });
}
