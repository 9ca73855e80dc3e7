/** Whether an address is in a realm of a Keycloak, by its path: all of Keycloak's are so, and an issuer of another make hardly is. */
export function isInKeycloakRealm(url: string): boolean {
  return new URL(url).pathname.includes('/realms/');
}

/** Whether an endpoint is a Keycloak's, by its path. Some other makes answer at whatever path they are asked at, `/realms/` in it or not. */
export function isKeycloakEndpoint(url: string): boolean {
  return /\/realms\/[^/]+\/protocol\/openid-connect\//.test(new URL(url).pathname);
}

/** The name of the realm that an address is in, as it stands there; undefined where it is in none. */
export function realmIn(url: string): string | undefined {
  return /\/realms\/([^/]+)/.exec(new URL(url).pathname)?.[1];
}
