import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import type { Secret } from '../../../src/evidence/secret.ts';
import type { TokenCheck } from '../../../src/evidence/token-check.ts';
import type { CallerToken } from '../caller-token.ts';

/** What a call of the tool may carry a token in. */
export interface Carriers {
  /** `_meta.api_key` as it came. */
  readonly apiKey: unknown;
  /** Headers of the HTTP request that carried the call. */
  readonly headers: IncomingHttpHeaders;
}

/** A request that was let in. */
export interface Admitted {
  /** Who asks, in a form of the policy's own; one for all where nobody is told apart. */
  readonly caller: string;
  /** The checks of the token that let it in, where it rests on any. */
  readonly checks?: readonly TokenCheck[];
}

/** What becomes of the token that a caller brings: whether it lets them in, and what goes on to the tool. */
export interface TokenPolicy {
  /** Lets a request for a resource (a path of this server, e.g. `/mcp`) in. Throws RpcRefusal. */
  admit(request: IncomingMessage, resource: string): Promise<Admitted>;
  /** What a call brings for the tool. Throws ToolFault where it can be sent nowhere. */
  brought(call: Carriers): CallerToken;
  /** The token that goes to the tool for the one that the caller brought. Throws ToolFault where there is none. */
  forTool(token: Secret, traceId: string | undefined): Promise<Secret>;
  /** The document (RFC 9728, section 3) at this path of this server; undefined where there is none. */
  document(request: IncomingMessage, path: string): Readonly<Record<string, unknown>> | undefined;
}
