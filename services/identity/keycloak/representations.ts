import * as z from 'zod';

/**
 * What the Admin REST API says of things, as far as the lesson looks at them. Loose: a PUT sends back what came, with the change in it, so that
 * nothing that is not ours is lost.
 */
export const realmSchema = z.looseObject({
  realm: z.string(),
  enabled: z.boolean().default(true),
  sslRequired: z.string().default('external'),
  verifyEmail: z.boolean().default(false),
  loginWithEmailAllowed: z.boolean().default(true),
  registrationEmailAsUsername: z.boolean().default(false),
  defaultSignatureAlgorithm: z.string().default('RS256'),
  attributes: z.record(z.string(), z.unknown()).default({}),
});

/** A user, as the Admin API shows it. */
export const userSchema = z.looseObject({
  id: z.string(),
  username: z.string(),
  enabled: z.boolean().default(true),
  firstName: z.string().optional(),
  lastName: z.string().optional(),
  email: z.string().optional(),
  emailVerified: z.boolean().default(false),
  requiredActions: z.array(z.string()).default([]),
  attributes: z.record(z.string(), z.array(z.string())).default({}),
});

/** A credential of a user; what it is made of, the Admin API never tells. */
export const credentialSchema = z.looseObject({
  id: z.string(),
  type: z.string().optional(),
  userLabel: z.string().optional(),
});

/** The realm's user profile: which attributes a user has to have. */
export const profileSchema = z.looseObject({
  attributes: z
    .array(
      z.looseObject({
        name: z.string(),
        required: z.looseObject({ roles: z.array(z.string()).optional() }).optional(),
      }),
    )
    .default([]),
});

const mapperSchema = z.looseObject({
  id: z.string(),
  name: z.string(),
  protocolMapper: z.string(),
  config: z.record(z.string(), z.string()).default({}),
});

/** A client, with its mappers. What Keycloak leaves out is as it would be by default. */
export const clientSchema = z.looseObject({
  id: z.string(),
  clientId: z.string(),
  enabled: z.boolean().default(true),
  publicClient: z.boolean().default(false),
  standardFlowEnabled: z.boolean().default(true),
  implicitFlowEnabled: z.boolean().default(false),
  directAccessGrantsEnabled: z.boolean().default(false),
  serviceAccountsEnabled: z.boolean().default(false),
  fullScopeAllowed: z.boolean().default(true),
  consentRequired: z.boolean().default(false),
  redirectUris: z.array(z.string()).default([]),
  attributes: z.record(z.string(), z.unknown()).default({}),
  protocolMappers: z.array(mapperSchema).default([]),
});

/** Keycloak shows the secret of a confidential client with the rest of it. */
export const clientSecretSchema = z.object({ secret: z.string().optional() });

/** A client scope, with its mappers. */
export const scopeSchema = z.looseObject({
  id: z.string(),
  name: z.string(),
  protocol: z.string().optional(),
  protocolMappers: z.array(mapperSchema).default([]),
});

/** A scope that a client has, by default or on request. */
export const assignedScopeSchema = z.looseObject({ id: z.string(), name: z.string() });

/** See realmSchema. */
export type RealmRepresentation = z.infer<typeof realmSchema>;
/** See userSchema. */
export type UserRepresentation = z.infer<typeof userSchema>;
/** See clientSchema. */
export type ClientRepresentation = z.infer<typeof clientSchema>;
/** See mapperSchema. */
export type MapperRepresentation = z.infer<typeof mapperSchema>;
/** See scopeSchema. */
export type ScopeRepresentation = z.infer<typeof scopeSchema>;
/** See assignedScopeSchema. */
export type AssignedScope = z.infer<typeof assignedScopeSchema>;
