import { passwordSource } from '../../services/identity/choose.ts';
import { DEFAULT_USER } from '../../services/identity/credentials.ts';
import { mayAdminister } from '../../services/identity/keycloak/admin-login.ts';
import type { TokenSetting } from '../deployment.ts';
import type { Io } from '../io.ts';
import type { LessonOptions } from '../settings.ts';

/** Who logs in where nothing is typed. */
export interface OfferedLogin {
  readonly userName: string;
  /** The password is given in the environment; or who would know it. */
  readonly password: 'given' | ReturnType<typeof passwordSource>;
  /** Whether nobody knows the password, where none is typed. */
  readonly passwordMade: boolean;
  /** What is asked for at first: a password only where the user's token is got with it, nothing where no user logs in for it. */
  readonly asksFor: readonly ('name' | 'password')[];
  /** How the token is got, where it is got without a password; a sentence. */
  readonly instead?: string;
}

/** How the user's token is got without that the program knows a password. */
const INSTEAD: Readonly<Record<Exclude<TokenSetting['by'], 'password'>, Pick<OfferedLogin, 'asksFor' | 'instead'>>> = {
  code: {
    asksFor: ['name'],
    instead: 'No password is asked for here: you log in with your browser, at the login page.',
  },
  device: {
    asksFor: ['name'],
    instead: 'No password is asked for here: you log in with any browser, by the code that you are shown.',
  },
  'client-credentials': { asksFor: [], instead: 'No user has to log in: the client gets the token for itself.' },
  given: { asksFor: [], instead: 'Nobody has to log in: the token was got elsewhere, and stands in the environment.' },
  command: { asksFor: [], instead: 'Nobody has to log in: a command gets the token.' },
};

/** Who the command line and the environment say. */
export function offeredLogin(
  { deployment: { identity } }: Pick<LessonOptions, 'deployment'>,
  env: Io['env'],
): OfferedLogin {
  const given = Boolean(env.USER_PASSWORD);
  const { by } = identity.token;
  return {
    userName: identity.user || DEFAULT_USER,
    password: given ? 'given' : passwordSource(identity.which, mayAdminister(env, identity)),
    passwordMade: !given,
    ...(by === 'password' ? { asksFor: ['name', 'password'] } : INSTEAD[by]),
  };
}
