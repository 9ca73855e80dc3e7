import * as z from 'zod';
import { parseJson } from '../../src/evidence/json.ts';
import type { ToldAnswer } from '../told-request.ts';

const documentSchema = z.object({
  resource: z.url(),
  authorization_servers: z.array(z.string()).min(1),
  scopes_supported: z.array(z.string()).default([]),
});

/** Where the metadata of a resource is, as its challenge says (RFC 9728, section 5.1); undefined where it says nothing of it. */
export function metadataUrlIn(headers: ToldAnswer['headers']): string | undefined {
  const [, url] = /(?:^|[ ,])resource_metadata="([^"]+)"/.exec(String(headers['www-authenticate'] ?? '')) ?? [];
  return url !== undefined && URL.canParse(url) ? url : undefined;
}

/** The metadata of a resource (RFC 9728, section 2); undefined where an answer is none. */
export function readDocument({ status, body }: ToldAnswer): z.infer<typeof documentSchema> | undefined {
  return status === 200 ? documentSchema.safeParse(parseJson(body)).data : undefined;
}
