/** A user as a realm keeps one. */
export interface UserDescription {
  readonly username: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly email: string;
}

/** The user of the lesson; Keycloak wants a first and a last name of every user (`Account is not fully set up` otherwise). One named by an e-mail address has that. */
export function userNamed(username: string): UserDescription {
  const [name = username] = username.split('@');
  const email = name === username ? `${username}@${username}.com` : username;
  return { username, firstName: name, lastName: name, email };
}
