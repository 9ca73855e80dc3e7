import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What the fake's realm demo holds, in the Admin API's words. */
export interface FakeRealm {
  realm: object;
  users: { id: string; username: string; [key: string]: unknown }[];
  credentials: { id: string; type: string; userLabel?: string }[];
  clients: { id: string; clientId: string; [key: string]: unknown }[];
  scopes: { id: string; name: string; [key: string]: unknown }[];
  optional: { id: string; name: string }[];
  /** Whether failed logins locked the user. */
  locked?: boolean;
  /** How the realm's token endpoint answers a password. */
  login: (password: string) => { status: number; body: object };
  /** How a write is answered, where not with success. */
  refuse?: (method: string, path: string) => { status: number; body: object } | undefined;
}

/** A request as it came, without what the admin's token is. */
export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly body: string;
}

interface Answer {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/**
 * A FAKE of Keycloak's Admin REST API for tests of what the set-up asks: it answers from a realm that is given, and takes writes down without
 * doing them, but for new users. What Keycloak itself does with them is held by the tests in __tests__/container.
 */
export class FakeKeycloak {
  readonly asked: Asked[] = [];
  readonly #realm: FakeRealm;
  readonly #server: Server;

  constructor(realm: FakeRealm) {
    this.#realm = realm;
    this.#server = createServer(async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      const body = Buffer.concat(chunks).toString();
      const asked = { method: request.method ?? '', path: request.url ?? '', body };
      this.asked.push(asked);
      const answer = this.#answer(asked);
      response.writeHead(answer.status, { 'content-type': 'application/json', ...answer.headers });
      response.end(answer.status === 204 ? undefined : JSON.stringify(answer.body));
    });
  }

  get baseUrl(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** What was asked to be changed, as `PUT /realms/demo`. */
  get writes(): readonly Asked[] {
    return this.asked.filter(({ method, path }) => method !== 'GET' && path.startsWith('/admin'));
  }

  /** How often a password was sent, by the realm that it was sent to. */
  logins(realm: string): number {
    return this.asked.filter(({ path, method }) => method === 'POST' && path.startsWith(`/realms/${realm}/`)).length;
  }

  open(): Promise<void> {
    return new Promise((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((done) => this.#server.close(done));
  }

  #answer({ method, path, body }: Asked): Answer {
    const realm = this.#realm;
    if (path.startsWith('/realms/master/')) return { status: 200, body: { access_token: 'admin' } };
    if (path.endsWith('/openid-configuration')) {
      const issuer = `${this.baseUrl}/realms/demo`;
      return { status: 200, body: { issuer, token_endpoint: `${issuer}/protocol/openid-connect/token` } };
    }
    if (path.startsWith('/realms/demo/')) return realm.login(new URLSearchParams(body).get('password') ?? '');
    if (method !== 'GET') return realm.refuse?.(method, path) ?? this.#write(method, path, body);
    const answer = this.#read(new URL(path, this.baseUrl));
    return answer === undefined ? { status: 404, body: { error: 'not found' } } : { status: 200, body: answer };
  }

  /** Only a new user comes to be. */
  #write(method: string, path: string, body: string): Answer {
    const { users, credentials } = this.#realm;
    if (`${method} ${path}` === 'POST /admin/realms/demo/users') {
      users.push({ ...JSON.parse(body), id: 'new' });
      credentials.push({ id: 'c', type: 'password' });
      return { status: 201, headers: { location: `${this.baseUrl}${path}/new` } };
    }
    if (path.endsWith('/userLabel')) for (const credential of credentials) credential.userLabel = body;
    return { status: 204 };
  }

  #read({ pathname, searchParams }: URL): unknown {
    const { realm, users, credentials, clients, scopes, optional } = this.#realm;
    const [, rest = ''] = pathname.split('/admin/realms');
    if (rest === '') return [realm];
    if (rest === '/demo') return realm;
    if (rest === '/demo/users') {
      const [key, value] = searchParams.has('username')
        ? ['username', searchParams.get('username')]
        : ['email', searchParams.get('email')];
      return users.filter((user) => user[key] === value);
    }
    if (rest.startsWith('/demo/attack-detection/')) return { disabled: this.#realm.locked ?? false };
    if (rest.endsWith('/credentials')) return credentials;
    if (rest === '/demo/clients') return clients.filter(({ clientId }) => clientId === searchParams.get('clientId'));
    if (rest === '/demo/client-scopes') return scopes;
    if (rest.endsWith('/optional-client-scopes')) return optional;
    if (rest.endsWith('/default-client-scopes')) return [{ id: 'b', name: 'basic' }];
    return undefined;
  }
}
