import { TutorialError } from '../../src/errors.ts';
import { isInKeycloakRealm } from '../clients/discovery.ts';

/** What was learned of the container engine, as far as the choice needs it. */
export type EngineLook =
  | { readonly state: 'has-image' | 'lacks-image'; readonly name: string }
  /** It answers, but not whether it has the image. */
  | { readonly state: 'faulty'; readonly name: string; readonly reason: string }
  /** None answers; `reasons` tells of those that one would expect to. */
  | { readonly state: 'absent'; readonly reasons: readonly string[] };

/** All that the choice of the identity provider hangs on. */
export interface IdentityQuestion {
  /** The value of --idp: `auto`, `embedded`, `container`, or the URL of a Keycloak or of an issuer. */
  readonly wanted: string;
  /** Looked at for `auto` only. */
  readonly engine: EngineLook;
  /** Whether a person can be asked. */
  readonly interactive: boolean;
  /** Whether the environment holds an admin's credentials. */
  readonly admin: boolean;
  readonly image: string;
  readonly realm: string;
}

/** Which identity provider, and why, in a sentence that is said aloud. */
export type IdentityChoice =
  | { readonly kind: 'embedded'; readonly why: string }
  | { readonly kind: 'container'; readonly why: string }
  /** A person decides: pull the image, or go on embedded. */
  | { readonly kind: 'ask'; readonly why: string }
  | { readonly kind: 'existing'; readonly access: 'admin'; readonly baseUrl: string; readonly why: string }
  | ({ readonly kind: 'existing'; readonly access: 'read-only'; readonly issuer: string; readonly why: string } & {
      /** The address that was given, where that may be an issuer itself. */
      readonly or?: string;
    });

/** Decides what --idp means here. Throws a TutorialError of kind usage where it means nothing. */
export function chooseIdentity(question: IdentityQuestion): IdentityChoice {
  switch (question.wanted) {
    case 'embedded':
      return { kind: 'embedded', why: 'the embedded one, as asked' };
    case 'container':
      return { kind: 'container', why: 'Keycloak in a container, as asked' };
    case 'auto':
      return automatic(question);
    default:
      return existing(question);
  }
}

function automatic({ engine, interactive, image }: IdentityQuestion): IdentityChoice {
  switch (engine.state) {
    case 'absent': {
      const reasons = engine.reasons.length > 0 ? ` (${engine.reasons.join('; ')})` : '';
      return { kind: 'embedded', why: `the embedded one: no container engine answers${reasons}` };
    }
    case 'faulty':
      return {
        kind: 'embedded',
        why: `the embedded one: ${engine.name} does not say whether it has the image ${image} (${engine.reason})`,
      };
    case 'has-image':
      return { kind: 'container', why: `Keycloak in a container: ${engine.name} has the image ${image}` };
    case 'lacks-image': {
      const lacking = `${engine.name} does not have the image ${image} yet`;
      return interactive
        ? { kind: 'ask', why: lacking }
        : { kind: 'embedded', why: `the embedded one: ${lacking} (--idp container pulls it)` };
    }
  }
}

/**
 * Where a user's password comes from who gives none: one is `made` at random; it is made for a user who is not `there` yet, and wanted of one who
 * is; or the user is `known` to a realm of somebody else's, which takes no other. For whoever asks a person before anything is looked at.
 */
export type PasswordSource = 'made' | 'made or known' | 'known';

/** Whose users --idp means, by the same rules as the choice. Where it means nothing, the choice will say so. */
export function passwordSource(wanted: string, admin: boolean): PasswordSource {
  if (wanted === 'embedded') return 'made';
  if (!isUrl(wanted)) return 'made or known';
  return isInKeycloakRealm(wanted) || !admin ? 'known' : 'made or known';
}

function isUrl(wanted: string): boolean {
  return URL.canParse(wanted) && /^https?:$/.test(new URL(wanted).protocol);
}

function existing({ wanted, admin, realm }: IdentityQuestion): IdentityChoice {
  if (!isUrl(wanted)) {
    throw new TutorialError('usage', `--idp ${wanted} is neither a known name nor a URL.`, {
      next: 'Use auto, embedded, container, the URL of a Keycloak (http://localhost:8080) or of an issuer (http://localhost:8080/realms/demo).',
    });
  }
  const url = new URL(wanted);
  if (url.username || url.password) {
    throw new TutorialError('usage', 'The URL of --idp carries credentials.', {
      why: 'Command lines are seen by every process of the machine.',
      next: 'Pass them as KC_BOOTSTRAP_ADMIN_USERNAME and KC_BOOTSTRAP_ADMIN_PASSWORD.',
    });
  }
  const given = wanted.replace(/\/+$/, '');
  if (isInKeycloakRealm(wanted)) {
    return { kind: 'existing', access: 'read-only', issuer: given, why: `the realm at ${given}, read only` };
  }
  if (admin) {
    return {
      kind: 'existing',
      access: 'admin',
      baseUrl: given,
      why: `the Keycloak at ${given}, with its admin's credentials`,
    };
  }
  const issuer = `${given}/realms/${realm}`;
  return {
    kind: 'existing',
    access: 'read-only',
    issuer,
    or: given,
    why: `the realm at ${issuer}, read only: the environment holds no admin credentials (KC_BOOTSTRAP_ADMIN_USERNAME and KC_BOOTSTRAP_ADMIN_PASSWORD)`,
  };
}
