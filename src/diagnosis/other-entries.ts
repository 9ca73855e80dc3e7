import type { CatalogueEntry } from './entry.ts';

/** Faults of the terminal, and of TLS. Order matters: the first that recognises a message names it. */
export const OTHER_ENTRIES: readonly CatalogueEntry[] = [
  {
    id: 'private-authority',
    area: 'tls',
    title: 'The certificate is of an authority that Node.js does not know',
    example: 'self-signed certificate in certificate chain',
    patterns: [
      /self[- ]signed certificate/i,
      /unable to get (?:local )?issuer certificate/i,
      /unable to verify the first certificate/i,
      /UNABLE_TO_VERIFY_LEAF_SIGNATURE|SELF_SIGNED_CERT|UNABLE_TO_GET_ISSUER_CERT/,
    ],
    cause:
      "A company's own authority signed it, or nobody did. Node.js does not read the system's list, nor SSL_CERT_FILE.",
    wayOut:
      "Name the file with the authority's certificate: --ca-file company-ca.pem, or NODE_EXTRA_CA_CERTS=company-ca.pem in the environment.",
  },
  {
    id: 'certificate-name',
    area: 'tls',
    title: 'The certificate is for another name',
    example: "Hostname/IP does not match certificate's altnames: Host: localhost. is not in the cert's altnames",
    patterns: [/does not match certificate's altnames/i, /ERR_TLS_CERT_ALTNAME_INVALID/],
    cause: 'The address was written with a host name or an IP address that the certificate does not name.',
    wayOut: 'Use a host name that the certificate has.',
  },
  {
    id: 'no-tls-there',
    area: 'tls',
    title: 'No TLS is spoken at that port',
    example: 'EPROTO: SSL routines:ssl3_get_record:wrong version number',
    patterns: [/ssl3?_\w*record\w*:wrong version number/i, /wrong version number/i, /packet length too long/i],
    cause: 'The address says https, and what listens there speaks plain http or something else.',
    wayOut: 'Use http:// there, or the port of its https (Keycloak: 8443).',
  },
  {
    id: 'tls-spoken-there',
    area: 'tls',
    title: 'TLS is spoken at that port',
    example: 'Client sent an HTTP request to an HTTPS server.',
    patterns: [
      /sent an HTTP request to an HTTPS server/i,
      /plain HTTP request was sent to HTTPS port/i,
      /speaking plain HTTP to an SSL-enabled server port/i,
    ],
    cause: 'The address says http, and what listens there speaks TLS.',
    wayOut: 'Use https:// there.',
  },
  {
    id: 'certificate-wanted',
    area: 'tls',
    title: 'The server wants a certificate of whoever asks',
    example: 'SSL routines:ssl3_read_bytes:tlsv13 alert certificate required',
    patterns: [/alert certificate required/i, /No required SSL certificate was sent/i],
    cause: 'It speaks mutual TLS, and was shown no certificate.',
    wayOut: 'Show it one that it knows: --cert-file client.pem --key-file client-key.pem.',
  },
  {
    id: 'certificate-refused',
    area: 'tls',
    title: 'The server does not take the certificate that it was shown',
    example: 'SSL routines:ssl3_read_bytes:tlsv1 alert unknown ca',
    patterns: [/alert (?:unknown ca|certificate (?:expired|revoked|unknown)|unsupported certificate)/i],
    cause: 'Its authority is none that the server trusts, or it is out of date, or it is not for clients.',
    wayOut: 'Name another one with --cert-file and --key-file.',
  },
  {
    id: 'raw-mode',
    area: 'terminal',
    title: 'There is no terminal to read keys from',
    example: 'Raw mode is not supported on the current process.stdin, which Ink uses as input stream by default.',
    patterns: [/Raw mode is not supported on the current process\.stdin/i],
    cause: 'Standard input is no terminal: a pipe, a CI job, an editor.',
    wayOut: 'Use tutorial-tui --ci there.',
  },
];
