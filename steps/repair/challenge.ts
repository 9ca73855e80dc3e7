import * as z from 'zod';
import { parseJson } from '../../src/evidence/json.ts';
import { measured } from '../../src/evidence/measured.ts';
import type { ToldAnswer } from '../told-request.ts';

const documentSchema = z.object({
  resource: z.url(),
  authorization_servers: measured(z.array(z.string()).min(1)),
  scopes_supported: z.array(z.string()).default([]),
});

/** What a challenge says (RFC 6750, section 3; RFC 9728, section 5.1), as far as it says it. */
interface Parameters {
  readonly error?: string | undefined;
  readonly scope?: string | undefined;
  /** Where the metadata of the resource is. */
  readonly metadata?: string | undefined;
}

/** Reads the header WWW-Authenticate of an answer. */
export function challengeIn(headers: ToldAnswer['headers']): Parameters {
  const text = String(headers['www-authenticate'] ?? '');
  const parameter = (name: string) => new RegExp(`(?:^|[ ,])${name}="([^"]+)"`).exec(text)?.[1];
  const url = parameter('resource_metadata');
  return {
    error: parameter('error'),
    scope: parameter('scope'),
    metadata: url !== undefined && URL.canParse(url) ? url : undefined,
  };
}

/** The metadata of a resource (RFC 9728, section 2); undefined where an answer is none. */
export function readDocument({ status, body }: ToldAnswer): z.infer<typeof documentSchema> | undefined {
  return status === 200 ? documentSchema.safeParse(parseJson(body)).data : undefined;
}
