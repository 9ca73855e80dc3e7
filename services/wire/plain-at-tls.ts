import { NoAnswer } from './no-answer.ts';
import { wayTo } from './way-to.ts';

/** Milliseconds: who speaks TLS says so at once. */
const PATIENCE_MS = 1_000;
/** A record of TLS with an alert (RFC 8446, section 5.1), which is no HTTP. */
const ALERT = 0x15;
/** What Apache, nginx, and servers of Go say to plain HTTP at their port of TLS. */
const IN_WORDS =
  /speaking plain HTTP to an SSL-enabled server port|plain HTTP request was sent to HTTPS port|HTTP request to an HTTPS server/;

/** Whether such an answer to plain HTTP says that TLS is spoken there. */
export function saysTls(status: number, body: Buffer): boolean {
  return status === 400 && body.length < 4_096 && IN_WORDS.test(body.toString('latin1'));
}

/** Whether what came in place of an answer to plain HTTP is a word of TLS. */
export function isTlsWord(error: Error & { readonly rawPacket?: Buffer }): boolean {
  return error.rawPacket?.[0] === ALERT;
}

/** Whether TLS is spoken there, where plain HTTP was hung up on without a word. Nothing but a greeting is sent. */
export async function speaksTls(url: URL): Promise<boolean> {
  const { connect } = await import('node:tls');
  return new Promise((resolve) => {
    // Nothing is told to whoever it is: it need not be trusted.
    const socket = connect({ ...wayTo(url), rejectUnauthorized: false });
    const end = (speaks: boolean) => {
      clearTimeout(timer);
      socket.destroy();
      resolve(speaks);
    };
    const timer = setTimeout(() => end(false), PATIENCE_MS);
    socket.once('secureConnect', () => end(true)).on('error', (error) => end(isAlert(error)));
  });
}

/** Plain HTTP was spoken where TLS is. */
export function plainAtTls(cause?: unknown): NoAnswer {
  return new NoAnswer('tls', 'it speaks TLS there, and was asked in plain HTTP', { cause, next: 'Use https://.' });
}

function isAlert({ message }: Error): boolean {
  return /\balert\b/.test(message);
}
