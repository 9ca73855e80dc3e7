import type { Deployment } from '../deployment.ts';
import { type Sources, secretFrom } from './sources.ts';

/** A token that has expired, which somebody kept for a verification; undefined where nobody did. Throws as `secretFrom` does. */
export function expiredFrom(sources: Sources): Deployment['expiredToken'] {
  const written = sources.file?.config.verify?.expiredToken;
  const kept = secretFrom(sources, 'EXPIRED_ACCESS_TOKEN', 'verify.expiredToken', written);
  return kept && { token: kept.value, from: kept.as };
}
