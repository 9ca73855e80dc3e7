import { discoveryUrl, type Endpoints, readMetadata } from '../clients/discovery.ts';
import { skewByDate } from '../wire/skew.ts';
import { askProvider, type ProviderAnswer } from './ask-provider.ts';

/** What came of asking an issuer for its discovery document. */
export interface Discovery {
  readonly answer: ProviderAnswer;
  /** Undefined where the answer is no discovery document. */
  readonly endpoints: Endpoints | undefined;
  /** Seconds by which its clock is ahead, where it tells its time. */
  readonly skew: number | undefined;
}

/** Asks an issuer where it answers. Throws a TutorialError of kind part-unreachable where nothing answers at all. */
export async function discover(issuer: string, signal: AbortSignal): Promise<Discovery> {
  const answer = await askProvider(discoveryUrl(issuer), {}, signal);
  return {
    answer,
    endpoints: answer.status === 200 ? readMetadata(answer.json) : undefined,
    skew: skewByDate(answer.headers.date ?? null, Date.now()),
  };
}

/**
 * The issuer that an identity provider calls itself, where that name answers from here as well; otherwise the name we know, and the findings say
 * what is amiss. With its endpoints, where it has told them.
 */
export async function ownName(
  issuer: string,
  signal: AbortSignal,
  first?: Discovery,
): Promise<{ issuer: string; endpoints: Endpoints | undefined }> {
  if (!URL.canParse(issuer)) return { issuer, endpoints: undefined };
  const { endpoints } = first ?? (await discover(issuer, signal));
  if (!endpoints || endpoints.issuer === issuer) return { issuer, endpoints };
  const named = endpoints.issuer;
  const there = URL.canParse(named) ? await discover(named, signal).catch(() => undefined) : undefined;
  signal.throwIfAborted();
  return there?.endpoints?.issuer === named ? { issuer: named, endpoints: there.endpoints } : { issuer, endpoints };
}
