import { TutorialError } from '../../src/errors.ts';
import type { Endpoints } from '../clients/discovery.ts';
import { protectedUrl } from '../wire/protected-url.ts';
import type { IdentityWish, PasswordSource, ProviderKind, ProviderSource } from './provider-kind.ts';
import { PROVIDERS } from './providers.ts';

/** The value of --idp that leaves the choice to the program. */
export const AUTO = 'auto';

/** An identity provider that was chosen, and why, in words that are said aloud. */
export interface Choice {
  readonly kind: ProviderKind;
  readonly source: ProviderSource;
  readonly saw: string;
}

/** The words that --idp may be; it may be a URL, too. */
export function idpWords(): readonly string[] {
  return [AUTO, ...PROVIDERS.flatMap(({ asked }) => ('word' in asked ? [asked.word] : []))];
}

/** Every value that --idp may have, for `--help` and for errors; a URL with an example where `examples` are wanted. */
export function idpValues({ examples = false } = {}): string {
  const urls = PROVIDERS.flatMap(({ asked }) =>
    'word' in asked ? [] : [examples ? `${asked.urlOf} (${asked.example})` : asked.urlOf],
  );
  return `${idpWords().join(', ')}, or the URL of ${urls.join(' or of ')}`;
}

/**
 * The kinds that --idp may turn out to mean: one, but for auto. `as` is how it was named. Throws a TutorialError of kind usage where it means none; what
 * was given is not repeated where it may hold a password.
 */
export function kindsMeant(
  wanted: string,
  hasAdmin: boolean,
  as = '--idp',
): readonly [ProviderKind, ...ProviderKind[]] {
  const [first, ...others] = PROVIDERS.filter(({ auto }) => wanted === AUTO && auto);
  if (first) return [first, ...others];
  const url = givenUrl(wanted, as);
  const kind = PROVIDERS.find(({ asked }) =>
    'word' in asked ? asked.word === wanted : url !== undefined && asked.isAt(url, hasAdmin),
  );
  if (kind) return [kind];
  throw new TutorialError(
    'usage',
    `${as}${/^[\w-]{1,40}$/.test(wanted) ? ` ${wanted}` : ''} is neither a known name nor a URL.`,
    {
      next: `Use ${idpValues({ examples: true })}.`,
    },
  );
}

/** Where the password comes from that nobody gave, as far as that is the same for all that --idp may turn out to mean. Throws as `kindsMeant` does. */
export function passwordSource(wanted: string, hasAdmin: boolean): PasswordSource {
  const [first, ...others] = kindsMeant(wanted, hasAdmin);
  return others.every(({ password }) => password === first.password) ? first.password : 'made or known';
}

/**
 * The identity provider that --idp means here. Of those that auto may take it is the first that is here, or that a person wants fetched. Throws a
 * TutorialError: usage where --idp means none, and what the one says that is missing.
 */
export async function choose(wish: IdentityWish, hasAdmin: boolean, signal: AbortSignal): Promise<Choice> {
  const { ask } = wish;
  const wanted = givenUrl(wish.wanted) ?? wish.wanted;
  const passedOver: string[] = [];
  let asked = false;
  for (const kind of kindsMeant(wanted, hasAdmin)) {
    const source = await kind.source({ ...wish, wanted });
    const offer = await source.look(signal);
    const { title } = source;
    const chosen = (why: string) => ({ kind, source, saw: `${title}${why}` });
    if (wanted !== AUTO) {
      if (offer.is === 'missing') throw offer.error;
      return chosen('word' in kind.asked ? ', as asked' : '');
    }
    if (offer.is === 'here') return chosen(asked ? ', as chosen' : `: ${passedOver.join('; ') || offer.why}`);
    if (offer.is === 'to fetch' && ask) {
      if (await ask(offer)) return chosen(', as chosen');
      asked = true;
    } else passedOver.push(offer.is === 'to fetch' ? `${offer.why} (${offer.instead})` : offer.why);
  }
  throw new TutorialError('prerequisite-missing', 'There is no identity provider here.', {
    why: passedOver.join('\n'),
    next: `Name one: --idp ${idpValues({ examples: true })}.`,
  });
}

/**
 * Where the identity provider that --idp means will answer, as far as that is known before it does; `url` is where its part is, or would be. Of auto
 * it is the first that it may take. Throws as `kindsMeant` does.
 */
export function endpointsExpected(wanted: string, hasAdmin: boolean, url: string, realm: string): Endpoints {
  const [kind] = kindsMeant(wanted, hasAdmin);
  return kind.endpointsAt(givenUrl(wanted) ?? url, realm);
}

/** Where --idp is a URL, that, without slashes at its end. Throws a TutorialError of kind usage where no password may be sent there. */
function givenUrl(wanted: string, as = '--idp'): string | undefined {
  const url = URL.canParse(wanted) ? new URL(wanted) : undefined;
  if (!url || !/^https?:$/.test(url.protocol)) return undefined;
  if (url.username || url.password) {
    throw new TutorialError('usage', `The URL of ${as} carries credentials.`, {
      why: 'Command lines are seen by every process of the machine.',
      next: 'Pass them as KC_BOOTSTRAP_ADMIN_USERNAME and KC_BOOTSTRAP_ADMIN_PASSWORD.',
    });
  }
  protectedUrl(wanted);
  return wanted.replace(/\/+$/, '');
}
