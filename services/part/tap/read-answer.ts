import type { IncomingHttpHeaders } from 'node:http';
import type { SeenAnswer } from '../../../src/evidence/hop.ts';
import { parseJson } from '../../../src/evidence/json.ts';
import { callAnswer, toolsAnswerSchema } from '../reading/mcp-call.ts';
import { chatAnswer } from '../reading/model-call.ts';
import { refusalText } from '../reading/refusal-text.ts';
import { asideAnswer, stackAnswer } from '../reading/stack-call.ts';
import type { SeenBody } from './body-copy.ts';
import type { AnswerMessage } from './http1/message.ts';
import type { Protocol } from './protocol.ts';
import { shownBody, shownFields } from './shown.ts';

/** The answers to calls that a message of JSON-RPC, or a batch of them, holds. */
export function answersIn(json: unknown, head: AnswerMessage): { id: string | number; answer: SeenAnswer }[] {
  return (Array.isArray(json) ? json : [json]).flatMap((message) => {
    const read = toolsAnswerSchema.safeParse(message).data;
    return read
      ? [{ id: read.id, answer: { ...callAnswer(read), exchange: exchange(head, JSON.stringify(message)) } }]
      : [];
  });
}

/** The answer to a request as a whole, which was a call or stood beside one. Of its body, what tells most is read, e.g. the last event of a stream. */
export function readAnswer(protocol: Protocol, head: AnswerMessage, body: SeenBody, isAside: boolean): SeenAnswer {
  const { statusCode: status, headers } = head;
  if ('unseen' in body) {
    // Whether a call went well stands in the body; whether a request did, in the status.
    const ok = (isAside || protocol === 'tool') && isGood(status);
    return { status: String(status), ok, text: `(not seen: ${body.unseen})`, exchange: exchange(head, undefined) };
  }
  const { text } = body;
  if (protocol === 'stack') {
    const read = isAside ? asideAnswer : stackAnswer;
    return { ...read(status, [], text), exchange: exchange(head, text) };
  }
  if (protocol === 'model') return { ...chatAnswer(status, text), exchange: exchange(head, text) };
  // No answer to a call of a tool was in it: a refusal, or something else.
  const ok = protocol === 'tool' && isGood(status);
  return { status: String(status), ok, text: textOf(text, headers), exchange: exchange(head, text) };
}

function textOf(text: string, { 'www-authenticate': challenge }: IncomingHttpHeaders): string {
  return refusalText(parseJson(text)) ?? (text.trim() || (challenge ?? ''));
}

function isGood(status: number): boolean {
  return status >= 200 && status < 300;
}

function exchange({ statusCode: status, headers }: AnswerMessage, body: string | undefined): SeenAnswer['exchange'] {
  return { status, headers: shownFields(headers), body: body === undefined ? undefined : shownBody(body) };
}
