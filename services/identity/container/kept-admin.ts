import { TutorialError } from '../../../src/errors.ts';
import { engineCommand } from '../../container-engine/command.ts';
import type { ContainerEngine } from '../../container-engine/engine.ts';
import { AdminSession, HttpsRequired } from '../keycloak/admin-api.ts';
import type { AdminLogin } from '../keycloak/admin-login.ts';

/** A container that was kept, and who may administer it. */
export interface KeptAdminOptions {
  readonly engine: Pick<ContainerEngine, 'name'>;
  readonly name: string;
  readonly baseUrl: string;
  /** The admin with which the container was made. */
  readonly first: AdminLogin;
  /** The admin of the environment, where it holds one. */
  readonly given: AdminLogin | undefined;
  readonly signal: AbortSignal;
}

/**
 * The admin of a container that was kept. Whoever kept it may have given the first one another password, or put another in its place: then the
 * one of the environment is asked. Throws a TutorialError of kind login-refused where neither may log in.
 */
export async function keptAdmin({
  engine,
  name,
  baseUrl,
  first,
  given,
  signal,
}: KeptAdminOptions): Promise<AdminLogin> {
  for (const login of given ? [first, given] : [first]) {
    try {
      await new AdminSession(baseUrl, login).token(signal);
      return login;
    } catch (error) {
      // To be cured from inside, with the first admin's name and password.
      if (error instanceof HttpsRequired) return first;
      if (!(error instanceof TutorialError) || error.kind !== 'login-refused') throw error;
    }
  }
  const command = engineCommand(engine);
  const also = given ? `; and it refused ${given.username} of KC_BOOTSTRAP_ADMIN_USERNAME as well` : '';
  throw new TutorialError(
    'login-refused',
    `Keycloak in ${name}, which was kept, refused the login of its first admin, ${first.username}.`,
    {
      why: `The account has another password since, or is gone or disabled${also}. The container is left as it is.`,
      next:
        'Set KC_BOOTSTRAP_ADMIN_USERNAME and KC_BOOTSTRAP_ADMIN_PASSWORD to an admin of it. Or have a new one made: put this one aside ' +
        `(${command} rename ${name} my-keycloak), or, if nobody needs it, remove it with all that is in it (${command} rm -f ${name}).`,
    },
  );
}
