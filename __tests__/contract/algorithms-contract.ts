import { type Issuer, KEYCLOAK_OFFERS, newKey, openIssuer, type SigningKey } from './tool-server-lab.ts';

/** Whoever verifies tokens of an issuer, for as long as it is open. */
export interface Verifier {
  /** Whether a token that is good but for its algorithm, of this issuer and signed with this key, lets in. */
  letsIn(key: SigningKey, alg: string): Promise<boolean>;
  close(): Promise<void>;
}

const ASYMMETRIC = KEYCLOAK_OFFERS.filter((alg) => !alg.startsWith('HS'));

/** Which algorithms a verifier takes: the asymmetric ones that its issuer offers, each with a key of its kind. */
export function takesAlgorithmsOffered(open: (issuer: Issuer) => Promise<Verifier>): void {
  async function letsIn(alg: string, offers: unknown): Promise<boolean> {
    const key = await newKey('k1', alg);
    const issuer = await openIssuer([key]);
    issuer.offers = offers;
    const verifier = await open(issuer);
    try {
      return await verifier.letsIn(key, alg);
    } finally {
      await verifier.close();
      await issuer.close();
    }
  }

  test.each(ASYMMETRIC)('%s, offered by the issuer, lets in', async (alg) => {
    expect(await letsIn(alg, KEYCLOAK_OFFERS)).toBe(true);
  });

  // RFC 9864, section 2.2: the name of what EdDSA with that curve is. A name that nobody offered is none.
  test.each([
    ['Ed25519', true],
    ['EdDSA', false],
  ])('Ed25519 where the issuer offers %s: %s', async (offered, is) => {
    expect(await letsIn('Ed25519', ['RS256', offered])).toBe(is);
  });

  test.each([
    ['nothing', undefined],
    ['no list', 'ES256'],
    ['others', ['RS256', 'PS256']],
    ['what it cannot know', ['XS256', 'none']],
    ['a secret that is shared', ['HS256', 'none']],
  ])('ES256 where the issuer offers %s does not', async (_, offers) => {
    expect(await letsIn('ES256', offers)).toBe(false);
  });

  test('RS256 lets in where the issuer offers nothing that can be checked', async () => {
    expect(await letsIn('RS256', ['HS256', 'none'])).toBe(true);
  });
}
