import * as z from 'zod';
import type { ExpectedCall } from './call-checks.ts';

/** What a call leaves behind whose token the tool takes. */
export const ANSWERED: ExpectedCall = {
  errorCode: 0,
  text: () => 'Hello, world!',
  toolLog: (lab, { sub = '', realm_access: access }) => [
    `Validating token eyJ... against issuer ${lab.issuer}`,
    `Received access token with Subject ${sub} and Roles [${rolesIn(access).join(' ')}]`,
  ],
};

const rolesSchema = z.object({ roles: z.array(z.string()) });

/** What a Keycloak says of the user's roles in the realm, where the client may have them. */
function rolesIn(access: unknown): readonly string[] {
  return rolesSchema.safeParse(access).data?.roles ?? [];
}
