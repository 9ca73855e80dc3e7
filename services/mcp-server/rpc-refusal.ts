import type { ServerResponse } from 'node:http';
import { ErrorCode } from '@modelcontextprotocol/sdk/types.js';
import type { TokenCheck } from '../../src/evidence/token-check.ts';

/** JSON-RPC codes that the SDK's own servers give, too. */
export const CODES = {
  parse: ErrorCode.ParseError,
  invalid: ErrorCode.InvalidRequest,
  server: -32000,
  noSession: -32001,
};

/** A request that is refused before it reaches a session: an HTTP status, and a JSON-RPC error without an id. */
export class RpcRefusal extends Error {
  readonly status: number;
  readonly code: number;
  readonly headers: Readonly<Record<string, string>>;
  /** The checks of the token that it rests on, where it rests on any. */
  readonly checks: readonly TokenCheck[] | undefined;

  constructor(
    status: number,
    code: number,
    message: string,
    headers: Readonly<Record<string, string>> = {},
    checks?: readonly TokenCheck[],
  ) {
    super(message);
    this.status = status;
    this.code = code;
    this.headers = headers;
    this.checks = checks;
  }
}

/** 405, with the methods that are (RFC 9110, section 15.5.6). */
export function methodNotAllowed(allow: string): RpcRefusal {
  return new RpcRefusal(405, CODES.server, 'Method Not Allowed', { allow });
}

/** 400 for a request whose id is that of one which is not answered yet. */
export function usedId(): RpcRefusal {
  return new RpcRefusal(400, CODES.invalid, 'Invalid Request: a request of this id is under way.');
}

/** A JSON-RPC error as the body of an HTTP answer: the form of every error of this server. */
export function errorBody(code: number, message: string): { contentType: string; body: string } {
  return {
    contentType: 'application/json',
    body: JSON.stringify({ jsonrpc: '2.0', id: null, error: { code, message } }),
  };
}

/** Writes a document as the answer, whole. */
export function sendJson(response: ServerResponse, document: Readonly<Record<string, unknown>>): void {
  const body = JSON.stringify(document);
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }).end(body);
}

/** Writes the refusal as the answer, whole. */
export function sendRefusal(response: ServerResponse, { status, code, message, headers }: RpcRefusal): void {
  const { contentType, body } = errorBody(code, message);
  response
    .writeHead(status, { ...headers, 'content-type': contentType, 'content-length': Buffer.byteLength(body) })
    .end(body);
}
