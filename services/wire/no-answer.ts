/** How far a request came. */
export type NoAnswerStage = 'resolve' | 'connect' | 'tls' | 'answer' | 'timeout' | 'size' | 'cancelled';

/** Why a request has no answer, in one line. */
export class NoAnswer extends Error {
  readonly stage: NoAnswerStage;
  /** What to do about it, where that is known. */
  readonly next: string | undefined;

  constructor(stage: NoAnswerStage, message: string, { cause, next }: { cause?: unknown; next?: string } = {}) {
    super(message, { cause });
    // By this name the platform's APIs tell that somebody gave up.
    this.name = stage === 'cancelled' ? 'AbortError' : 'NoAnswer';
    this.stage = stage;
    this.next = next;
  }

  /** The message as a sentence. */
  get why(): string {
    const { message } = this;
    return `${message.charAt(0).toUpperCase()}${message.slice(1)}${/[.!?]$/.test(message) ? '' : '.'}`;
  }
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

/** What the system said, as a NoAnswer. A host with several addresses gives an error for each, and their sum has no message. */
export function noAnswer(error: Error): NoAnswer {
  if (error instanceof NoAnswer) return error;
  const all: readonly Error[] = 'errors' in error && Array.isArray(error.errors) ? error.errors : [error];
  const { code: named, syscall = '' } = (all[0] ?? error) as NodeJS.ErrnoException;
  // That of a DOMException is a number.
  const code = typeof named === 'string' ? named : '';
  const said = all.map((one) => one.message || (one as NodeJS.ErrnoException).code || one.name).join(', ');
  // OpenSSL's errors have addresses and source files in them, and line breaks.
  if (code === 'EPROTO' || code.startsWith('ERR_SSL_')) {
    const reason = code.startsWith('ERR_SSL_')
      ? code.slice('ERR_SSL_'.length)
      : (/ROUTINES:[^:]*:([^:]+):/i.exec(said)?.[1] ?? code);
    return new NoAnswer('tls', `it does not speak TLS there (${reason.toLowerCase().replaceAll('_', ' ')})`, {
      cause: error,
      next: 'Use http:// where it speaks plain HTTP, or the port of its https.',
    });
  }
  const next = CERTIFICATE_FAULTS[code];
  if (next !== undefined)
    return new NoAnswer('tls', `its certificate is not accepted: ${said}`, { cause: error, next });
  if (syscall === 'getaddrinfo') return new NoAnswer('resolve', said, { cause: error });
  if (syscall === 'connect') return new NoAnswer('connect', said, { cause: error });
  return new NoAnswer('answer', said, { cause: error });
}
