import { containerKind } from './container/kind.ts';
import { embeddedKind } from './embedded/kind.ts';
import { existingKind } from './existing/kind.ts';
import { issuerKind } from './issuer/kind.ts';
import type { ProviderKind } from './provider-kind.ts';

/** The kinds of identity providers there are, a folder each. The first one that --idp can mean is meant; auto takes the first that is here. */
export const PROVIDERS: readonly ProviderKind[] = [containerKind, embeddedKind, existingKind, issuerKind];
