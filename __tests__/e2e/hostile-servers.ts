import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { newKey, sign } from '../contract/tool-server-lab.ts';

/** A server that answers each request with what `answer` makes of it. */
export interface SmallServer {
  readonly origin: string;
  close(): Promise<void>;
}

interface Answer {
  readonly status?: number;
  readonly json: unknown;
}

type Answering = (request: { path: string; body: URLSearchParams; origin: string }) => Answer | Promise<Answer>;

async function open(answer: Answering): Promise<SmallServer> {
  const server: Server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    const { status = 200, json } = await answer({ path: request.url ?? '', body: new URLSearchParams(body), origin });
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(json));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    origin,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** What a hostile identity provider does: log everybody in, with hostile claims in good tokens; refuse; or call itself something else. */
export type Mode = 'logs-in' | 'refuses' | 'calls-itself-otherwise';

/** An identity provider as the lesson wants it, but for the text that it sends wherever a text may stand; sub is the user's name, where one is given. */
export async function hostileProvider(mode: Mode, text: string): Promise<SmallServer & { issuer: string }> {
  const key = await newKey('one');
  const token = (issuer: string, scope: string, subject: string) => {
    const now = Math.floor(Date.now() / 1000);
    const claims = {
      iss: issuer,
      sub: subject,
      azp: 'llama-stack',
      scope: `${scope} ${text}`,
      iat: now,
      exp: now + 300,
      [`name-${text}`]: text,
      ...(scope.includes('tool-audience') && { aud: ['my-external-tool', text] }),
    };
    return sign(claims, key);
  };
  const server = await open(async ({ path, body, origin }) => {
    const issuer = `${origin}/realms/demo`;
    if (path.endsWith('/certs')) return { json: { keys: [key.jwk] } };
    if (path.endsWith('/.well-known/openid-configuration')) {
      return {
        json: {
          issuer: mode === 'calls-itself-otherwise' ? `${origin}/${text}` : issuer,
          jwks_uri: `${issuer}/certs`,
          token_endpoint: `${issuer}/token`,
          scopes_supported: ['openid', 'tool-audience', text],
        },
      };
    }
    if (!path.endsWith('/token')) return { status: 404, json: { error: text, error_description: text } };
    if (mode === 'refuses') return { status: 400, json: { error: `no${text}`, error_description: `no${text}` } };
    if (body.get('client_id') !== 'llama-stack')
      return {
        status: 400,
        json: { error: 'unauthorized_client', error_description: `Client not allowed for direct access grants${text}` },
      };
    const access_token = await token(issuer, body.get('scope') ?? '', body.get('username') ?? `alan${text}`);
    return { json: { access_token, token_type: 'Bearer', expires_in: 300, scope: text } };
  });
  return { ...server, issuer: `${server.origin}/realms/demo` };
}

/** A stack server whose every text is hostile; a call of its tool is refused with `detail`, or answered. */
export function hostileStack(text: string, refuses: boolean): Promise<SmallServer> {
  const group = { identifier: `group${text}`, provider_id: text, mcp_endpoint: { uri: `http://127.0.0.1/${text}` } };
  const tool = {
    identifier: `tool${text}`,
    toolgroup_id: group.identifier,
    description: text,
    parameters: [{ name: `url${text}`, parameter_type: 'string', description: text, required: true }],
  };
  return open(({ path }) => {
    if (path.startsWith('/v1/toolgroups')) return { json: { data: [group] } };
    if (path.startsWith('/v1/tools')) return { json: { data: [tool] } };
    if (refuses) return { status: 400, json: { detail: `no${text}`, error: { detail: { errors: [{ msg: text }] } } } };
    return { json: { content: `said${text}`, error_code: 1, error_message: text, metadata: { [text]: text } } };
  });
}
