import { createHttpServer } from '../../../services/wire/http-server.ts';
import { closeServer, listen } from '../../../services/wire/listen.ts';
import { isLoopback } from '../../../services/wire/loopback.ts';
import type { CallSetting } from '../../deployment.ts';
import type { Secret } from '../../evidence/secret.ts';
import type { Looked, Looking } from './look.ts';

/**
 * Whether the user's token is sent wherever a caller says: the call is made with the address of a server of ours in place of the tool's, and that
 * server looks whether the token comes. It is on loopback, so that nobody else can see what comes.
 */
export async function lookElsewhere({ door, heard, right, context }: Looking, call: CallSetting): Promise<Looked> {
  const name = addressArgument(call);
  if (name === undefined) return { verdict: 'not-tried', why: 'the call has no single argument that is an address' };
  if (!isLoopback(new URL(door.url).hostname))
    return { verdict: 'not-tried', why: 'it is on another machine, which reaches no server of ours' };
  if (heard.get('right')?.outcome !== 'accepted')
    return { verdict: 'not-seen', why: 'the right token does not pass there' };
  const stranger = await openStranger(right);
  try {
    const { legs, status, said } = await door.call(right, context, { ...call.arguments, [name]: stranger.url });
    const saw = [status, said].filter(Boolean).join(' ');
    return stranger.gotToken()
      ? { verdict: 'wrongly-accepted', saw, legs, why: 'the token arrived at a server that only the caller had named' }
      : { verdict: 'passed', saw: stranger.wasAsked() ? 'it was asked there, without the token' : saw, legs };
  } finally {
    await stranger.close();
  }
}

/** The argument that names an address, where exactly one does. */
function addressArgument({ arguments: given }: CallSetting): string | undefined {
  const [first, ...others] = Object.entries(given).filter(
    ([, value]) => typeof value === 'string' && /^https?:\/\//i.test(value),
  );
  return others.length === 0 ? first?.[0] : undefined;
}

interface Stranger {
  readonly url: string;
  wasAsked(): boolean;
  gotToken(): boolean;
  close(): Promise<void>;
}

/** Bytes that are looked through of a request's body. */
const BODY_LIMIT = 256 * 1024;

/** A server that nobody was told of. It answers as the tutorial's tool does, and looks for the token in all that a request brings. */
async function openStranger(token: Secret): Promise<Stranger> {
  let [asked, got] = [false, false];
  const server = createHttpServer({
    handle: async (request, response) => {
      asked = true;
      const { url = '', rawHeaders } = request;
      got ||= [url, ...rawHeaders].some((text) => holdsToken(text, token));
      const body = await beginningOf(request);
      got ||= holdsToken(body, token);
      response.setHeader('content-type', 'text/plain; charset=utf-8').end('Hello, world!');
    },
    errorBody: (_, message) => ({ contentType: 'text/plain; charset=utf-8', body: message }),
  });
  const port = await listen(server, { host: 'localhost', port: 0, pinned: true });
  return {
    url: `http://localhost:${port}`,
    wasAsked: () => asked,
    gotToken: () => got,
    close: () => closeServer(server),
  };
}

async function beginningOf(request: AsyncIterable<Buffer>): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request) {
    if (length < BODY_LIMIT) chunks.push(chunk);
    length += chunk.length;
  }
  return Buffer.concat(chunks).toString('latin1');
}

/** What may be base64, of a length that can hold anything. */
const BASE64 = /[\w+/-]{16,}/g;

/** Whether a text holds a token: as it is, or in base64, as Basic authorization has it (RFC 7617). Its signature is enough, which no other token has. Pure. */
export function holdsToken(text: string, token: Secret): boolean {
  const whole = token.reveal();
  const sought = whole.split('.').at(-1) || whole;
  const decoded = (text.match(BASE64) ?? []).map((run) => Buffer.from(run, 'base64').toString('latin1'));
  return [text, ...decoded].some((each) => each.includes(sought));
}
