import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { walkPages } from '../../../../services/clients/walk/browser-walk.ts';
import { CookieJar } from '../../../../services/clients/walk/cookie-jar.ts';
import { readPage } from '../../../../services/clients/walk/read-page.ts';
import { closeServer } from '../../../../services/wire/listen.ts';
import { Secret } from '../../../../src/evidence/secret.ts';

const here = new URL('http://localhost:8080/realms/demo/x');
const answers = { username: 'alan', password: new Secret('secret'), consent: 'yes' } as const;

test('a page is read as browsers read it: entities, capitals, quotes or none', () => {
  const { forms, heading, error } = readPage(`<H1>Sign<br>in</H1>
    <FORM Action="a?x=1&amp;y=2" METHOD=post><input name=q value='"1"'><BUTTON name="go" value=Yes>Go</button></FORM>
    <input name=outside><span class="x kc-feedback-text"> Invalid <b>name</b>
    or password. </span>`);
  expect(forms).toEqual([
    {
      action: 'a?x=1&y=2',
      method: 'POST',
      fields: [
        { name: 'q', type: 'text', value: '"1"' },
        { name: 'go', type: 'submit', value: 'Yes' },
      ],
    },
  ]);
  expect([heading, error]).toEqual(['Signin', 'Invalid name or password.']);
});

test('what is no page has no forms', () => {
  expect(readPage('{"error":"x"}')).toEqual({ forms: [], heading: '', error: '' });
});

test('cookies go back to their host and path; Secure ones over plain http on this machine alone', () => {
  const jar = new CookieJar();
  jar.take(here, [
    'A=1; Path=/realms/demo/; Secure; HttpOnly; SameSite=None',
    'B=2=2;Version=1;Path=/realms/other/',
    'C=3; Path=/',
    'broken',
  ]);
  jar.take(new URL('http://elsewhere.example/'), ['D=4; Secure']);
  expect(jar.header(here)).toEqual({ cookie: 'A=1; C=3' });
  expect(jar.header(new URL('http://localhost:8080/realms/demolition'))).toEqual({ cookie: 'C=3' });
  expect(jar.header(new URL('http://127.0.0.1:8080/realms/demo/x'))).toEqual({});
  expect(jar.header(new URL('http://elsewhere.example/'))).toEqual({});
  expect(jar.header(new URL('https://elsewhere.example/'))).toEqual({ cookie: 'D=4' });
  jar.take(here, ['A=; Path=/realms/demo/; Max-Age=0']);
  expect(jar.header(here)).toEqual({ cookie: 'C=3' });
});

interface Refusing {
  readonly status: number;
  readonly body: object;
}

describe('a page that is not to be trusted', () => {
  /** Walks to a server that answers with these, one a request; tells what it was sent. */
  async function walked(...pages: readonly (string | { readonly location: string } | Refusing)[]) {
    const sent: string[] = [];
    const server = createServer(async (request, response) => {
      let body = '';
      for await (const chunk of request) body += chunk;
      sent.push(`${request.method} ${request.url} ${body}`);
      const page = pages[Math.min(sent.length, pages.length) - 1] ?? '';
      if (typeof page === 'string') response.writeHead(200, { 'content-type': 'text/html' }).end(page);
      else if ('status' in page) response.writeHead(page.status).end(JSON.stringify(page.body));
      else response.writeHead(302, page).end();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const start = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/login`);
    const walk = walkPages(start, answers, new AbortController().signal);
    const failure = await walk.then(
      () => undefined,
      (error) => error.message as string,
    );
    await closeServer(server);
    return { sent, failure };
  }
  const form = (action: string) =>
    `<form action="${action}" method="post"><input name="username"><input name="password"></form>`;

  test('gets no password for another server', async () => {
    const { sent, failure } = await walked(form('http://127.0.0.2:1/steal'));
    expect([sent, failure]).toEqual([['GET /login '], expect.stringContaining('leads to another server')]);
  });

  test('does not have the password taken along to another server', async () => {
    const { sent, failure } = await walked(form('/login'), {
      location: 'http://127.0.0.2:1/callback?error=was%20it&said=secret',
    });
    expect(sent).toHaveLength(2);
    expect(failure).toContain('sends the password on to another server');
    expect(failure).not.toContain('said=');
  });

  test('is told the name alone where it asks for no more, and the password once it asks for that', async () => {
    // The first is that of mock-oauth2-server 6.0.2.
    const name =
      '<form method="post"><input required type="text" name="username"><textarea name="claims"></textarea></form>';
    const newsletter = '<form method="post" action="/news"><input name="email"></form>';
    const { sent } = await walked(name, newsletter + form('/password'), '<h1>Welcome</h1>');
    expect(sent).toEqual(['GET /login ', 'POST /login username=alan', 'POST /password username=alan&password=secret']);
  });

  test('that is a refusal in the form of OAuth is told by its words', async () => {
    const words = 'invalid request: the scope must include an openid value';
    const { failure } = await walked({ status: 400, body: { error: 'invalid_request', error_description: words } });
    expect(failure).toContain(`lead no further: ${words} (invalid_request)`);
  });

  test('is not followed over plain http to elsewhere', async () => {
    const { failure } = await walked({ location: 'http://elsewhere.example/' });
    expect(failure).toContain('neither over https nor on this machine');
  });

  test('that leads round and round, or asks again and again, is left', async () => {
    expect((await walked({ location: '/login' })).failure).toContain('come to no end');
    const { sent, failure } = await walked(form('/again'));
    expect(sent).toEqual(['GET /login ', 'POST /again username=alan&password=secret']);
    expect(failure).toContain('comes again');
  });
});
