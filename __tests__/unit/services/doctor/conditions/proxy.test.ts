import { proxyCondition } from '../../../../../services/doctor/conditions/proxy.ts';
import { saysTheWayOut, seenBy } from '../seen.ts';

const LOGIN = 'http://ada:s3cret@proxy:3128';

test.each<[what: string, env: NodeJS.ProcessEnv, state: string, saw: RegExp]>([
  ['none', {}, 'ok', /^no proxy variable is set$/],
  ['empty ones', { HTTPS_PROXY: '', no_proxy: '' }, 'ok', /^no proxy variable is set$/],
  ['for https alone', { HTTPS_PROXY: LOGIN }, 'ok', /this machine is excepted|goes elsewhere/],
  ['for http', { http_proxy: LOGIN }, 'warning', /^http_proxy counts for this machine/],
  ['for all', { ALL_PROXY: LOGIN, HTTP_PROXY: LOGIN }, 'warning', /^HTTP_PROXY and ALL_PROXY count/],
  ['for http, but for localhost', { HTTP_PROXY: LOGIN, NO_PROXY: 'localhost' }, 'warning', /counts for this machine/],
  ['for http, but for this machine', { HTTP_PROXY: LOGIN, NO_PROXY: 'localhost,127.0.0.1,::1' }, 'ok', /excepted/],
  ['for http, but for everything', { HTTP_PROXY: LOGIN, no_proxy: '*' }, 'ok', /excepted/],
  [
    'for http, but for what the lower one says',
    { HTTP_PROXY: LOGIN, no_proxy: 'a', NO_PROXY: '*' },
    'warning',
    /counts/,
  ],
  ['exceptions alone', { NO_PROXY: 'localhost' }, 'ok', /^no proxy is named$/],
  ['one for no HTTP', { HTTPS_PROXY: 'socks5://ada:s3cret@proxy' }, 'warning', /^HTTPS_PROXY names no proxy for HTTP$/],
  [
    'two for no HTTP, which count for this machine besides',
    { HTTP_PROXY: 'socks5://ada:s3cret@proxy', HTTPS_PROXY: 'ftp://ada:s3cret@proxy' },
    'warning',
    /^HTTP_PROXY names no .*; HTTPS_PROXY names no .*; HTTP_PROXY counts for this machine/,
  ],
  [
    'one for all that is for no HTTP',
    { ALL_PROXY: 'socks5://p', no_proxy: '::1' },
    'warning',
    /^ALL_PROXY names no proxy for HTTP; ALL_PROXY counts/,
  ],
  ['one that is no address', { HTTPS_PROXY: 'http://ada:s3cret@' }, 'warning', /^HTTPS_PROXY names no proxy for HTTP$/],
])('%s', async (_, env, state, saw) => {
  const [seen] = await seenBy(proxyCondition, { env });
  expect(seen).toMatchObject({ state, saw: expect.stringMatching(saw) });
  expect(seen && saysTheWayOut(seen)).toBe(true);
  expect(JSON.stringify(seen)).not.toMatch(/ada|s3cret/);
});

test('what they say, without the login', async () => {
  const env = {
    https_proxy: LOGIN,
    HTTPS_PROXY: 'proxy:8080',
    all_proxy: 'http://:s3cret@proxy:3128/ada?s3cret#ada',
    ALL_PROXY: 'http://b@d:p:1',
    NO_PROXY: 'localhost, ada:s3cret@proxy,s3cret@127.0.0.1',
  };
  const [seen] = await seenBy(proxyCondition, { env });
  expect(seen?.details).toEqual([
    'https_proxy=http://***@proxy:3128',
    'HTTPS_PROXY=http://proxy:8080',
    'all_proxy=http://***@proxy:3128',
    'ALL_PROXY=(no address)',
    'NO_PROXY=localhost, ***@proxy,***@127.0.0.1',
  ]);
});
