/** The default image: a version that the container tests run against, never `latest`, whose names and ports drift. */
const KEYCLOAK_REPOSITORY = 'quay.io/keycloak/keycloak';
/** The image whose answers docs/references/keycloak-26.md tells. */
export const KEYCLOAK_IMAGE = `${KEYCLOAK_REPOSITORY}:26.7.4`;

/** The image that --keycloak-image means: a whole name, or only a tag (`latest`, `26.4.5`) of the usual repository. */
export function keycloakImage(given: string | undefined): string {
  if (!given) return KEYCLOAK_IMAGE;
  if (!/[/:@]/.test(given)) return `${KEYCLOAK_REPOSITORY}:${given}`;
  const name = given.slice(given.lastIndexOf('/') + 1);
  return name.includes(':') || given.includes('@') ? given : `${given}:latest`;
}
