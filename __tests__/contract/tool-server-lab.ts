import { createServer, type IncomingHttpHeaders, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type CryptoKey, exportJWK, generateKeyPair, type JWK, type JWTPayload, SignJWT } from 'jose';
import type { RunningPart } from '../../services/part/part-server.ts';
import { start } from '../../services/tool-server/server.ts';
import type { Hop } from '../../src/evidence/hop.ts';
import { newSalt, type Print, printer } from '../../src/evidence/print.ts';
import { freePorts } from '../e2e/world.ts';

export const AUDIENCE = 'my-external-tool';
export const SUBJECT = '57a929ce-60a2-4681-bd3f-4f468fc836d9';

export interface SigningKey {
  kid: string;
  privateKey: CryptoKey;
  publicKey: CryptoKey;
  jwk: JWK;
}

export async function newKey(kid: string, alg = 'RS256'): Promise<SigningKey> {
  const { privateKey, publicKey } = await generateKeyPair(alg, { extractable: true });
  return { kid, privateKey, publicKey, jwk: { ...(await exportJWK(publicKey)), kid, alg, use: 'sig' } };
}

/** What Keycloak 26 offers in discovery: HS* among them, which are for its own use. */
export const KEYCLOAK_OFFERS = 'PS384 RS384 EdDSA ES384 HS256 HS512 ES256 RS256 HS384 ES512 PS256 PS512 RS512'.split(
  ' ',
);

/** A small identity provider: discovery and keys, both changeable, and a list of what was asked of it. */
export interface Issuer {
  readonly issuer: string;
  readonly port: number;
  readonly asked: { path: string; headers: IncomingHttpHeaders }[];
  keys: unknown[];
  /** The algorithms that discovery offers; undefined where it says nothing of them. */
  offers: unknown;
  /** What discovery names as the issuer, where it is not the true one. */
  calledItself: string | undefined;
  /** Answers every request with this status and no document. */
  failsWith: number | undefined;
  close(): Promise<void>;
}

export async function openIssuer(keys: readonly SigningKey[], port = 0): Promise<Issuer> {
  const server = createServer((incoming, outgoing) => {
    const path = incoming.url ?? '';
    opened.asked.push({ path, headers: incoming.headers });
    if (opened.failsWith) {
      outgoing.writeHead(opened.failsWith).end();
      return;
    }
    const discovery = {
      issuer: opened.calledItself ?? opened.issuer,
      jwks_uri: `${opened.issuer}/certs`,
      token_endpoint: `${opened.issuer}/token`,
      id_token_signing_alg_values_supported: opened.offers,
    };
    outgoing.setHeader('content-type', 'application/json');
    outgoing.end(JSON.stringify(path.endsWith('/certs') ? { keys: opened.keys } : discovery));
  });
  const taken = await listening(server, port);
  const opened: Issuer = {
    issuer: `http://localhost:${taken}/realms/demo`,
    port: taken,
    asked: [],
    keys: keys.map(({ jwk }) => jwk),
    offers: undefined,
    calledItself: undefined,
    failsWith: undefined,
    close: () => closed(server),
  };
  return opened;
}

/** Claims of a good token; `undefined` takes one away. */
export function claimsOf(issuer: string, changes: Record<string, unknown> = {}): JWTPayload {
  const now = Math.floor(Date.now() / 1000);
  const claims = {
    iss: issuer,
    aud: AUDIENCE,
    sub: SUBJECT,
    iat: now,
    exp: now + 300,
    realm_access: { roles: ['user'] },
  };
  return { ...claims, ...changes } as JWTPayload;
}

export function sign(claims: JWTPayload, { kid, privateKey }: SigningKey, alg = 'RS256'): Promise<string> {
  return new SignJWT(claims).setProtectedHeader({ alg, kid, typ: 'JWT' }).sign(privateKey);
}

export interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  body: string;
}

export interface Ask {
  method?: string;
  path?: string;
  headers?: Record<string, string | string[]>;
}

export interface ToolLab extends RunningPart {
  readonly logs: string[];
  /** The same, each with the call that it is said to be of. */
  readonly lines: readonly { readonly line: string; readonly traceId: string | undefined }[];
  readonly hops: Hop[];
  /** Sends a request with this Authorization header; several where a list is given, none where undefined. */
  ask(authorization: string | string[] | undefined, more?: Ask): Promise<Answer>;
}

export async function openTool(
  issuer: string,
  { print = printer(newSalt()), ...more }: { skipAudience?: boolean; issuerAt?: string; print?: Print } = {},
): Promise<ToolLab> {
  const logs: string[] = [];
  const lines: { line: string; traceId: string | undefined }[] = [];
  const hops: Hop[] = [];
  const reporter = {
    log: (line: string, traceId?: string) => {
      logs.push(line);
      lines.push({ line, traceId });
    },
    hop: (hop: Hop) => void hops.push(hop),
    print,
  };
  const options = { listen: { host: '127.0.0.1', port: 0, pinned: true }, issuer, audience: AUDIENCE, ...more };
  const part = await start(options, reporter);
  return { ...part, logs, lines, hops, ask: (authorization, more) => ask(part.url, authorization, more) };
}

function ask(url: string, authorization: string | string[] | undefined, more: Ask = {}): Promise<Answer> {
  const { method = 'GET', path = '/', headers = {} } = more;
  return new Promise((resolve, reject) => {
    const sent = request(`${url}${path}`, {
      method,
      agent: false,
      headers,
    });
    if (authorization !== undefined) sent.setHeader('authorization', authorization);
    sent.on('error', reject).on('response', (response) => {
      let body = '';
      response.setEncoding('utf8').on('data', (text: string) => {
        body += text;
      });
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body }));
    });
    sent.end();
  });
}

/** A tool, and the issuer that it trusts. */
export interface TrustedTool {
  readonly key: SigningKey;
  readonly issuer: Issuer;
  readonly tool: ToolLab;
  /** A token that the tool lets in. */
  readonly good: string;
}

/** One for all tests of a file, which is told of it when it is open. What the tool has told is forgotten before each test. */
export function withTrustedTool(onOpen: (opened: TrustedTool) => void, { offers }: { offers?: unknown } = {}): void {
  let opened: TrustedTool | undefined;
  beforeAll(async () => {
    const key = await newKey('k1');
    const issuer = await openIssuer([key]);
    issuer.offers = offers;
    const tool = await openTool(issuer.issuer);
    opened = { key, issuer, tool, good: await sign(claimsOf(issuer.issuer), key) };
    onOpen(opened);
  });
  beforeEach(() => {
    opened?.tool.logs.splice(0);
    opened?.tool.hops.splice(0);
  });
  afterAll(async () => {
    await opened?.tool.close();
    await opened?.issuer.close();
  });
}

/** A port on which nobody listens just now. */
export async function freePort(): Promise<number> {
  const [port = 0] = await freePorts(1);
  return port;
}

function listening(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject).listen(port, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
  });
}

function closed(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
