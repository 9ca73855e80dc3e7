import type { IncomingHttpHeaders } from 'node:http';
import { Refusal } from './refusal.ts';

/** The version whose HTTP surface this is. */
export const LLAMA_STACK_VERSION = '0.2.3';
const [MAJOR, MINOR] = LLAMA_STACK_VERSION.split('.').map(Number);

/** Turns away a client whose major.minor differs (426). A version that is none lets the request through, as in the original. */
export function refuseOtherVersions(headers: IncomingHttpHeaders): void {
  const version = headers['x-llamastack-client-version'];
  if (typeof version !== 'string') return;
  const parts = version.split('.', 2);
  if (parts.some((part) => !/^\s*\d+\s*$/.test(part))) return;
  const [major, minor] = parts.map(Number);
  if (major === MAJOR && minor === MINOR) return;
  const message = `Client version ${version} is not compatible with server version ${LLAMA_STACK_VERSION}. Please update your client.`;
  throw new Refusal(426, { error: { message } });
}
