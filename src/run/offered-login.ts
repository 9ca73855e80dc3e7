import { passwordSource } from '../../services/identity/choose.ts';
import { DEFAULT_USER } from '../../services/identity/credentials.ts';
import { mayAdminister } from '../../services/identity/keycloak/admin-login.ts';
import type { Io } from '../io.ts';
import type { LessonOptions } from '../settings.ts';

/** Who logs in where nothing is typed. */
export interface OfferedLogin {
  readonly userName: string;
  /** The password is given in the environment; or who would know it. */
  readonly password: 'given' | ReturnType<typeof passwordSource>;
  /** Whether nobody knows the password, where none is typed. */
  readonly passwordMade: boolean;
}

/** Who the command line and the environment say. */
export function offeredLogin(
  { deployment: { identity } }: Pick<LessonOptions, 'deployment'>,
  env: Io['env'],
): OfferedLogin {
  const given = Boolean(env.USER_PASSWORD);
  return {
    userName: identity.user || DEFAULT_USER,
    password: given ? 'given' : passwordSource(identity.which, mayAdminister(env, identity)),
    passwordMade: !given,
  };
}
