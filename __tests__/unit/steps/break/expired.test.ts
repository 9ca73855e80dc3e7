import { Secret } from '../../../../src/evidence/secret.ts';
import { BREAKAGES } from '../../../../steps/break/breakages.ts';
import { courseLab } from '../../../course-lab.ts';

/** A token whose second is over. */
const tokenOf = (text: string, iat = 1) => ({
  header: { alg: '' },
  claims: { iat, exp: iat + 1 },
  accessToken: new Secret(text),
  refreshToken: undefined,
  expiresAt: 0,
  scope: '',
});

/** Which token is sent, of one that is kept and one that is got now. */
async function sent(watched: boolean, kept: string | undefined): Promise<string> {
  const lab = courseLab({ kept: () => (kept ? tokenOf(kept) : undefined), token: async () => tokenOf('got now') });
  const { signal } = new AbortController();
  const making = { signal, watched, progress: () => {}, afterwards: () => {} };
  return (await BREAKAGES.expired.make(lab, making)).reveal();
}

test('where nobody watches, a token that got old meanwhile is sent', async () => {
  expect(await sent(false, 'got before')).toBe('got before');
  expect(await sent(false, undefined)).toBe('got now');
});

test('who watches sees a new one get old', async () => {
  expect(await sent(true, 'got before')).toBe('got now');
});
