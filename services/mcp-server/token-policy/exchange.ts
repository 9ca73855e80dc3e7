import type { IncomingMessage } from 'node:http';
import type { Secret } from '../../../src/evidence/secret.ts';
import type { PartReporter } from '../../part/part-server.ts';
import type { HttpClient } from '../../wire/http.ts';
import { protectedUrl } from '../../wire/protected-url.ts';
import { type CallerToken, callerToken } from '../caller-token.ts';
import { CODES, RpcRefusal } from '../rpc-refusal.ts';
import type { ExchangeClient } from './exchange-request.ts';
import { IssuerUnavailable, issuerMetadata } from './issuer-metadata.ts';
import {
  type ProtectedResource,
  resourceDocument,
  TokenRefused,
  unadmitted,
  withoutToken,
} from './protected-resource.ts';
import { type SubjectOptions, SubjectVerifier } from './subject-token.ts';
import { TokenExchange } from './token-exchange.ts';
import type { Admitted, Carriers, TokenPolicy } from './token-policy.ts';

/** Whose tokens let in, and who exchanges them for what. */
export type ExchangePolicyOptions = SubjectOptions & ExchangeClient;

/**
 * This server as a protected resource (MCP 2025-11-25, Authorization; RFC 9728): only tokens that were issued for it let in, they come in the
 * Authorization header of each request, and none goes on: the tool gets one that was exchanged for it (RFC 8693).
 */
export class ExchangePolicy implements TokenPolicy {
  readonly #resource: ProtectedResource;
  readonly #subject: SubjectVerifier;
  readonly #exchange: TokenExchange;

  /** Throws a TutorialError of kind usage where the issuer is plain http beyond loopback. */
  constructor(options: ExchangePolicyOptions, http: HttpClient, reporter: PartReporter) {
    protectedUrl(options.issuer);
    const metadata = issuerMetadata(options.issuer);
    this.#resource = options;
    this.#subject = new SubjectVerifier(options, metadata);
    this.#exchange = new TokenExchange(options, metadata, http, reporter);
  }

  async admit(request: IncomingMessage, resource: string): Promise<Admitted> {
    const [, token] = /^Bearer ([^ ]+)$/i.exec(request.headers.authorization ?? '') ?? [];
    if (token === undefined) throw withoutToken(request, resource, this.#resource);
    try {
      return await this.#subject.verify(token);
    } catch (error) {
      if (error instanceof TokenRefused) throw unadmitted(error, request, resource, this.#resource);
      if (error instanceof IssuerUnavailable)
        throw new RpcRefusal(503, CODES.server, error.message, { 'retry-after': '1' });
      throw error;
    }
  }

  /** An `_meta.api_key` is left aside: nobody has looked whom it was issued for. */
  brought({ headers }: Carriers): CallerToken {
    return callerToken(undefined, headers);
  }

  forTool(token: Secret, traceId: string | undefined): Promise<Secret> {
    return this.#exchange.forSubject(token, traceId);
  }

  document(request: IncomingMessage, path: string): Readonly<Record<string, unknown>> | undefined {
    return resourceDocument(request, path, this.#resource);
  }
}
