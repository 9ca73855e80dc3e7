/** What the learner's environment may hold and no part needs, but for the identity provider, which is given its own. */
const WITHHELD =
  /^(?:USER_PASSWORD|(?:EXPIRED_)?ACCESS_TOKEN|KC_BOOTSTRAP_ADMIN_PASSWORD|KEYCLOAK_ADMIN_PASSWORD|CLIENT_SECRET(?:_.*)?|STACK_AUTHORIZATION|KEY_PASSPHRASE)$/;

/** Whether no part inherits a variable of this name. */
export function isWithheld(variable: string): boolean {
  return WITHHELD.test(variable);
}
