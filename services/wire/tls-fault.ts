import { hasClientCertificate } from './wire-policy.ts';

/** What is wrong with a TLS connection, in one line, and what to do. */
interface TlsFault {
  readonly message: string;
  readonly next: string;
}

const UNKNOWN_AUTHORITY =
  'Name the file with the certificate of its authority: --ca-file company-ca.pem, or NODE_EXTRA_CA_CERTS=company-ca.pem in the environment.';
/** What OpenSSL and Node say of a certificate that is not accepted. */
const CERTIFICATE_FAULTS: Readonly<Record<string, string>> = {
  DEPTH_ZERO_SELF_SIGNED_CERT: UNKNOWN_AUTHORITY,
  SELF_SIGNED_CERT_IN_CHAIN: UNKNOWN_AUTHORITY,
  UNABLE_TO_GET_ISSUER_CERT: UNKNOWN_AUTHORITY,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: UNKNOWN_AUTHORITY,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: UNKNOWN_AUTHORITY,
  CERT_SIGNATURE_FAILURE: `${UNKNOWN_AUTHORITY} One of the same name is known, and did not sign it.`,
  CERT_UNTRUSTED: UNKNOWN_AUTHORITY,
  INVALID_CA: 'Have it signed by a certificate that may sign others: what signed it is that of no authority.',
  INVALID_PURPOSE: 'Have one issued that is for servers.',
  CERT_REVOKED: 'Renew its certificate.',
  CERT_HAS_EXPIRED: 'Renew its certificate.',
  CERT_NOT_YET_VALID: 'Set the clocks of both machines.',
  ERR_TLS_CERT_ALTNAME_INVALID: 'Use a host name that its certificate names.',
};

/** What servers say that want a certificate and got none; before TLS 1.3 there is no word for it (RFC 8446, section 6.2, and RFC 5246, section 7.2.2). */
const WANTS_A_CERTIFICATE = /alert (?:certificate required|handshake failure|bad certificate)$/;
/** What they say of a certificate that they do not take. */
const REFUSES_IT =
  /alert (?:unknown ca|bad certificate|certificate \w+|unsupported certificate|access denied|decrypt error)$/;

/** What OpenSSL and Node mean by an error of TLS; undefined where it is none. `said` is its message. */
export function tlsFault(code: string, said: string): TlsFault | undefined {
  const next = CERTIFICATE_FAULTS[code];
  if (next !== undefined) return { message: `its certificate is not accepted: ${said}`, next };
  if (code !== 'EPROTO' && !code.startsWith('ERR_SSL_')) return undefined;
  // Its errors have addresses and source files in them, and line breaks.
  const named = /ROUTINES:[^:]*:([^:]+):/i.exec(said)?.[1] ?? code.replace('ERR_SSL_', '');
  const reason = named.toLowerCase().replaceAll('_', ' ');
  if (!/\balert\b/.test(reason)) {
    return {
      message: `it does not speak TLS there (${reason})`,
      next: 'Use http:// where it speaks plain HTTP, or the port of its https.',
    };
  }
  return hasClientCertificate() ? refusal(reason) : wish(reason);
}

/** Why a server breaks off that was shown nothing. */
function wish(reason: string): TlsFault {
  if (!WANTS_A_CERTIFICATE.test(reason)) return otherwise(reason);
  const isSure = reason.endsWith('certificate required');
  return {
    message: `it ${isSure ? 'wants' : 'seems to want'} a certificate of whoever asks (${reason})`,
    next: 'Show it one that it knows: --cert-file client.pem --key-file client-key.pem.',
  };
}

/** Why a server breaks off that was shown a certificate. */
function refusal(reason: string): TlsFault {
  if (!REFUSES_IT.test(reason)) return otherwise(reason);
  return {
    message: `it does not take the certificate of --cert-file (${reason})`,
    next: 'Show one that is in date, for clients, and of an authority that it trusts.',
  };
}

function otherwise(reason: string): TlsFault {
  return {
    message: `it speaks TLS, but not with this program (${reason})`,
    next: 'See which versions of TLS and which names it takes.',
  };
}
