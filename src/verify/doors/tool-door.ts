import { type HttpAnswer, wire } from '../../../services/wire/http.ts';
import { NoAnswer } from '../../../services/wire/no-answer.ts';
import type { ToolSetting } from '../../deployment.ts';
import { doneBy, type Heard, inShort, type TimedLeg } from '../heard.ts';
import { nextOfStatus, whatElse, whyNoAnswer } from '../something-else.ts';
import type { DoorContext, PartDoor } from './door.ts';

/** Bytes of an answer that are read. */
const BODY_LIMIT = 256 * 1024;
/** How a resource server says no (RFC 6750, section 3.1). */
const REFUSALS = [400, 401, 403];
/** The tool, asked by a plain GET with the token in its header (RFC 6750, section 2.1). */
export function toolDoor({ url }: ToolSetting, expect: string | undefined): PartDoor {
  return {
    id: 'tool',
    url,
    plan: { call: [{ request: `GET ${url}`, carrier: 'Authorization: Bearer' }] },
    async call(credential, context) {
      const began = performance.now();
      const legs = (): TimedLeg[] => [{ from: 'you', to: 'tool', tookMs: performance.now() - began }];
      context.onRequest();
      try {
        const answer = await wire.send(new URL(url), {
          headers: { accept: '*/*', ...(credential && { authorization: `Bearer ${credential.reveal()}` }) },
          timeoutMs: context.patienceMs,
          signal: context.signal,
          bodyLimit: BODY_LIMIT,
        });
        return { ...readToolAnswer(answer, expect, context.mask), legs: legs() };
      } catch (error) {
        context.signal.throwIfAborted();
        if (!(error instanceof NoAnswer)) throw error;
        return { ...whyNoAnswer(error), legs: legs() };
      }
    },
  };
}

/** What an answer of a resource server is. Pure. `expect` is what it has to contain where the call was done. */
export function readToolAnswer(
  { status, headers, body }: Pick<HttpAnswer, 'status' | 'headers' | 'body'>,
  expect: string | undefined,
  mask: DoorContext['mask'],
): Omit<Heard, 'legs'> {
  const text = body.toString('utf8');
  const challenge = headers['www-authenticate'];
  const told = {
    by: 'tool',
    status: String(status),
    said: inShort(text, mask),
    ...(challenge !== undefined && { challenge: inShort(challenge, mask) }),
  };
  if (REFUSALS.includes(status)) return { outcome: 'refused', ...told };
  const isDone = status >= 200 && status < 300;
  if (isDone && expect !== undefined && text.includes(expect)) return { outcome: 'accepted', ...told };
  const other = whatElse({ status, headers, text }, mask);
  if (other) return { outcome: 'odd', ...told, ...other };
  if (!isDone)
    return {
      outcome: 'odd',
      ...told,
      is: `it answers ${status}, which is no answer to a bearer token`,
      ...nextOfStatus(status),
    };
  return { ...doneBy(text, expect), ...told };
}
