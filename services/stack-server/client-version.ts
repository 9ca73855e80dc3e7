import type { IncomingHttpHeaders } from 'node:http';
import { Refusal } from './refusal.ts';

/** The version whose HTTP surface this is. */
export const LLAMA_STACK_VERSION = '0.2.3';
const [MAJOR, MINOR] = LLAMA_STACK_VERSION.split('.').map(Number);

/** Turns away a client whose major.minor differs (426). A version that is none lets the request through, as in the original. */
export function refuseOtherVersions(headers: IncomingHttpHeaders): void {
  const version = headers['x-llamastack-client-version'];
  if (typeof version !== 'string') return;
  const [, major, minor] = /^\s*(\d+)\s*\.\s*(\d+)\s*(?:\.|$)/.exec(version) ?? [];
  if (major === undefined || (Number(major) === MAJOR && Number(minor) === MINOR)) return;
  const message = `Client version ${version} is not compatible with server version ${LLAMA_STACK_VERSION}. Please update your client.`;
  throw new Refusal(426, { error: { message } });
}
