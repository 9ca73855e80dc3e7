import * as z from 'zod';
import { wire } from '../../../services/wire/http.ts';
import { NoAnswer } from '../../../services/wire/no-answer.ts';
import { parseJson } from '../../evidence/json.ts';
import { measured } from '../../evidence/measured.ts';
import { inShort } from '../heard.ts';
import type { Looked, Looking } from './look.ts';

/** Bytes that are read of the document. */
const LIMIT = 64 * 1024;
/** RFC 9728, section 2, as far as a client of MCP needs it. */
const metadataSchema = z.object({ resource: z.string(), authorization_servers: measured(z.array(z.string()).min(1)) });

/** Whether an MCP server that names its metadata in a challenge (RFC 9728, section 5.1) publishes it, and it names this server and the issuer. */
export async function lookAtResourceMetadata({ door, heard, issuer, context }: Looking): Promise<Looked> {
  const [, claimed] = /\bresource_metadata="([^"]*)"/i.exec(heard.get('none')?.challenge ?? '') ?? [];
  if (claimed === undefined)
    return { verdict: 'not-tried', why: 'it claims to have none: its answers name no resource_metadata' };
  const endpoint = new URL(door.url);
  // Its address is made of the resource's (section 3.1): another origin cannot speak for it.
  if (!URL.canParse(claimed) || new URL(claimed).origin !== endpoint.origin)
    return { verdict: 'failed', why: 'the address that it names is not its own, and was not asked' };
  const began = performance.now();
  const legs = () => [{ from: 'you', to: 'mcp', tookMs: performance.now() - began }];
  try {
    context.onRequest();
    const { patienceMs: timeoutMs, signal, mask } = context;
    const answer = await wire.send(new URL(claimed), {
      headers: { accept: 'application/json' },
      timeoutMs,
      signal,
      bodyLimit: LIMIT,
    });
    const text = answer.body.toString('utf8');
    const saw = `${answer.status} ${inShort(text, mask)}`;
    const metadata = metadataSchema.safeParse(answer.status === 200 ? parseJson(text) : undefined).data;
    if (!metadata) return { verdict: 'failed', saw, legs: legs(), why: 'what it claims to publish is not there' };
    const why = amiss(metadata, endpoint, issuer);
    return why === undefined ? { verdict: 'passed', saw, legs: legs() } : { verdict: 'failed', saw, legs: legs(), why };
  } catch (error) {
    context.signal.throwIfAborted();
    if (!(error instanceof NoAnswer)) throw error;
    return { verdict: 'failed', legs: legs(), why: `what it claims to publish does not come: ${error.message}` };
  }
}

/** The resource is this server, by the address that it was asked at (RFC 9728, section 3.3), or what stands above it; the issuer is among its own. */
function amiss(metadata: z.infer<typeof metadataSchema>, endpoint: URL, issuer: string): string | undefined {
  const { resource, authorization_servers: servers } = metadata;
  const url = URL.canParse(resource) ? new URL(resource) : undefined;
  const isHere = url?.origin === endpoint.origin && `${bare(endpoint.pathname)}/`.startsWith(`${bare(url.pathname)}/`);
  if (!isHere) return 'it speaks of another resource than the one that was asked';
  if (issuer !== '' && !servers.map(bare).includes(bare(issuer)))
    return 'it names other issuers than the one whose tokens it takes';
  return undefined;
}

function bare(text: string): string {
  return text.replace(/\/+$/, '');
}
