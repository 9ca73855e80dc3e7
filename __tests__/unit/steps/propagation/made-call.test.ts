import { Secret } from '../../../../src/evidence/secret.ts';
import { withoutCallersToken } from '../../../../steps/propagation/made-call.ts';

const TOKEN = 'opaque-token-of-alan';
const BASE64 = Buffer.from(TOKEN).toString('base64');
const shown = (
  content: Parameters<typeof withoutCallersToken>[0]['content'],
  token: Secret | string = new Secret(TOKEN),
) => withoutCallersToken({ content, error_code: 0 }, token);

test.each([
  ['a text', `You sent ${TOKEN}`],
  ['an item', { type: 'text', text: `You sent ${TOKEN}` }],
  ['items', [{ type: 'text', text: `You sent ${BASE64}` }]],
])('%s of a tool that tells its caller’s token is shown without it', (_, content) => {
  const { content: told, error_code } = shown(content);
  expect(JSON.stringify(told)).toContain('You sent opa...');
  expect(JSON.stringify(told)).not.toContain(TOKEN);
  expect(JSON.stringify(told)).not.toContain(BASE64);
  expect(error_code).toBe(0);
});

test('another answer stays what it is', () => {
  expect(shown([{ type: 'text', text: 'Hello, world!' }]).content).toEqual([{ type: 'text', text: 'Hello, world!' }]);
  expect(shown([{ type: 'image', data: 'AAAA' }]).content).toEqual([{ type: 'image', data: 'AAAA' }]);
  expect(shown(null).content).toBeNull();
});
