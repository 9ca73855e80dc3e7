/** Whether an address is in a realm of a Keycloak, by its path: all of Keycloak's are so, and an issuer of another make hardly is. */
export function isInKeycloakRealm(url: string): boolean {
  return new URL(url).pathname.includes('/realms/');
}
