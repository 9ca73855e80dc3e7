import { succeeded, type ToolInvocationResult } from '../../../services/clients/stack/answers.ts';
import { NoAnswer } from '../../../services/wire/no-answer.ts';
import { TutorialError } from '../../errors.ts';
import type { Exchange } from '../../evidence/exchange.ts';
import { isJsonObject, parseJson } from '../../evidence/json.ts';
import { doneBy, type Heard, inShort } from '../heard.ts';
import { whatElse, whyNoAnswer } from '../something-else.ts';
import { type Parties, whoRefused } from '../who-refused.ts';
import type { DoorContext } from './door.ts';

type Reading = Pick<DoorContext, 'mask'> & { readonly parties: Parties };

/** What the result of a call comes to. Pure. */
export function readInvocation(
  result: ToolInvocationResult,
  expect: string | undefined,
  { mask, parties }: Reading,
): Omit<Heard, 'legs'> {
  const text = [textOf(result.content), result.error_message ?? ''].filter(Boolean).join(' ');
  const told = { status: `error_code ${result.error_code ?? 'null'}`, said: inShort(text, mask) };
  if (succeeded(result)) return { by: 'stack', ...told, ...doneBy(text, expect) };
  return { outcome: 'refused', by: whoRefused(text, parties) ?? 'stack', ...told };
}

/** What it comes to that there is no result, by what was thrown and the exchange before it. Pure. */
export function readStackFault(
  error: unknown,
  last: Exchange | undefined,
  { mask, parties }: Reading,
): Omit<Heard, 'legs'> {
  if (!(error instanceof TutorialError)) throw error;
  if (error.cause instanceof NoAnswer) return whyNoAnswer(error.cause);
  const said = inShort(whyOf(error), mask);
  const { response } = last ?? {};
  const told = { by: 'stack', status: response ? String(response.status) : '', said };
  const { status = 0, headers = {}, body = '' } = response ?? {};
  const other = whatElse({ status, headers, text: body }, mask);
  if (other) return { outcome: 'odd', ...told, ...other };
  // In a Llama Stack's own form; what a server behind it refused may be a 500 of its own.
  if (status >= 400) return { outcome: 'refused', ...told, by: whoRefused(said, parties) ?? 'stack' };
  return {
    outcome: 'odd',
    ...told,
    is: inShort(error.message.replace(/\.$/, ''), mask),
    ...(error.next && { next: error.next }),
  };
}

/** What a stack server, or its client, said of why there is no result. */
export function whyOf(error: unknown): string {
  if (!(error instanceof TutorialError)) return (error as Error).message;
  return error.why ?? error.message;
}

/** The text of items; 0.2.3 hands an item on as JSON in a text. */
function textOf(content: ToolInvocationResult['content']): string {
  const items = Array.isArray(content) ? content : [content];
  return items
    .map((item) => {
      const read = typeof item === 'string' ? (parseJson(item) ?? item) : item;
      if (typeof read === 'string') return read;
      return isJsonObject(read) && typeof read.text === 'string' ? read.text : '';
    })
    .join('\n');
}
