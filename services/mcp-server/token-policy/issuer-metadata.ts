import { discoveryUrl, readMetadata } from '../../clients/discovery.ts';
import { algorithmsTakenOf } from '../../clients/signing-algorithms.ts';
import { wireFetch } from '../../wire/fetch.ts';
import { mayBeToldSecrets } from '../../wire/protected-url.ts';

/** Milliseconds for the document: less than who calls this server waits. */
const TIMEOUT_MS = 10_000;

/** Where an issuer has its keys, and where it exchanges tokens (OpenID Connect Discovery 1.0, section 3). */
export interface IssuerMetadata {
  readonly keys: URL;
  readonly token: URL;
  /** What it may sign with, as far as anybody else can check it. */
  readonly algorithms: readonly string[];
}

/** The issuer cannot be asked. The message says why, in a sentence. */
export class IssuerUnavailable extends Error {}

/** What the issuer says of itself, asked for when it is needed first, and kept once it was told. */
export function issuerMetadata(issuer: string): () => Promise<IssuerMetadata> {
  let known: Promise<IssuerMetadata> | undefined;
  return () => {
    known ??= ask(issuer).catch((error) => {
      known = undefined;
      throw error;
    });
    return known;
  };
}

async function ask(issuer: string): Promise<IssuerMetadata> {
  const url = discoveryUrl(issuer);
  const answer = await wireFetch(url, { signal: AbortSignal.timeout(TIMEOUT_MS) }).catch((cause: Error) => {
    throw new IssuerUnavailable(`The identity provider does not answer at ${url}: ${cause.message}.`, { cause });
  });
  const said = readMetadata(answer.ok ? await answer.json().catch(() => undefined) : undefined);
  if (said?.keys === undefined)
    throw new IssuerUnavailable(`What the identity provider answers at ${url} is not its metadata.`);
  // A document of another issuer would lead to another's keys (section 4.3).
  if (said.issuer !== issuer)
    throw new IssuerUnavailable(`The identity provider calls itself ${said.issuer}, but this server trusts ${issuer}.`);
  const token = new URL(said.token);
  // The secret and the caller's token go there.
  if (!mayBeToldSecrets(token)) throw new IssuerUnavailable(`${token} cannot be asked: a secret goes over https only.`);
  return { keys: new URL(said.keys), token, algorithms: algorithmsTakenOf(said.algorithms) };
}
