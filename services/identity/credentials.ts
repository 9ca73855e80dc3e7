import { randomBytes } from 'node:crypto';
import { Secret } from '../secret.ts';

export const DEFAULT_USER = 'alan';

export interface Credentials {
  userName: string;
  password: Secret;
  /** Whether the password was made here, so that nobody knows it. */
  generated: boolean;
}

/**
 * The learner's credentials: USER_NAME and USER_PASSWORD, the tutorial's names. Without a password, one is made at random.
 * A password is never taken from the command line, where other users of the machine could read it.
 */
export function credentialsFrom(env: NodeJS.ProcessEnv, userName?: string): Credentials {
  const password = env.USER_PASSWORD;
  return {
    userName: userName || env.USER_NAME || DEFAULT_USER,
    password: new Secret(password || randomBytes(24).toString('base64url')),
    generated: !password,
  };
}

/** The credentials as the embedded identity provider takes them, in the environment of its process. */
export function credentialVariables({ userName, password }: Credentials): Record<string, string> {
  return { USER_NAME: userName, USER_PASSWORD: password.reveal() };
}
