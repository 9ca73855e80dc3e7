import * as z from 'zod';

/**
 * What the Admin REST API says of things, as far as the lesson looks at them. Loose: a PUT sends back what came, with the change in it, so that
 * nothing that is not ours is lost.
 */
export const realmSchema = z.looseObject({
  realm: z.string(),
  enabled: z.boolean().default(true),
  sslRequired: z.string().default('external'),
});

export const userSchema = z.looseObject({
  id: z.string(),
  username: z.string(),
  enabled: z.boolean().default(true),
  firstName: z.string().optional(),
  lastName: z.string().optional(),
  email: z.string().optional(),
  requiredActions: z.array(z.string()).default([]),
});

export const credentialSchema = z.looseObject({ type: z.string().optional() });

export const clientSchema = z.looseObject({
  id: z.string(),
  clientId: z.string(),
  enabled: z.boolean().default(true),
  publicClient: z.boolean().default(false),
  standardFlowEnabled: z.boolean().default(true),
  implicitFlowEnabled: z.boolean().default(false),
  directAccessGrantsEnabled: z.boolean().default(false),
  fullScopeAllowed: z.boolean().default(true),
});

export const mapperSchema = z.looseObject({
  id: z.string(),
  name: z.string(),
  protocolMapper: z.string(),
  config: z.record(z.string(), z.string()).default({}),
});

export const scopeSchema = z.looseObject({
  id: z.string(),
  name: z.string(),
  protocol: z.string().optional(),
  protocolMappers: z.array(mapperSchema).default([]),
});

export const assignedScopeSchema = z.looseObject({ id: z.string(), name: z.string() });

export type RealmRepresentation = z.infer<typeof realmSchema>;
export type UserRepresentation = z.infer<typeof userSchema>;
export type ClientRepresentation = z.infer<typeof clientSchema>;
export type MapperRepresentation = z.infer<typeof mapperSchema>;
export type ScopeRepresentation = z.infer<typeof scopeSchema>;
export type AssignedScope = z.infer<typeof assignedScopeSchema>;
