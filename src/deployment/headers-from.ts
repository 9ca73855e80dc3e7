import type { StackSetting } from '../deployment.ts';
import { TutorialError } from '../errors.ts';
import type { Secret } from '../evidence/secret.ts';
import { pathText } from './config/path-text.ts';
import { keyIn, type Sources, secretFrom } from './sources.ts';

const AUTHORIZATION = 'authorization';
const USUAL = 'STACK_AUTHORIZATION';

/** A field name (RFC 9110, section 5.1). */
const NAME = /^[\w!#$%&'*+.^`|~-]+$/;
/** A field value of visible characters, spaces and tabs (RFC 9110, section 5.5). */
const VALUE = /^[\t\x20-\x7e]+$/;
/** Fields of a message, which whoever sends it sets (RFC 9110, sections 7.2, 7.6.1 and 8; RFC 9112, section 6.1), and those that a call carries of its own. */
const TAKEN = [
  ...[
    'connection',
    'content-length',
    'content-type',
    'host',
    'keep-alive',
    'te',
    'trailer',
    'transfer-encoding',
    'upgrade',
  ],
  ...['traceparent', 'x-llamastack-provider-data', 'x-llamastack-client-version'],
];

/**
 * What every request to the stack carries, by name in lower case: the headers that the file names, and the authorization of STACK_AUTHORIZATION.
 * Throws a TutorialError of kind usage where one cannot be sent.
 */
export function headersFrom(sources: Sources): Pick<StackSetting, 'headers' | 'headerVariables'> {
  const written = Object.entries(sources.file?.config.stack?.headers ?? {});
  const headers = new Map<string, Secret>();
  const variables: [header: string, variable: string][] = [];
  for (const [name, variable] of written) {
    const path = pathText(['stack', 'headers', name]);
    const key = name.toLowerCase();
    const as = keyIn(sources.file, path);
    if (!NAME.test(name) || TAKEN.includes(key))
      throw new TutorialError('usage', `${as} is no header that can be added.`, {
        next: 'Name another, or leave it out.',
      });
    if (headers.has(key)) throw new TutorialError('usage', `${as} stands there twice.`, { next: 'Leave one out.' });
    add(key, secretFrom(sources, USUAL, path, variable));
  }
  if (!headers.has(AUTHORIZATION)) add(AUTHORIZATION, secretFrom(sources, USUAL, '', undefined));
  return headers.size > 0 ? { headers: Object.fromEntries(headers), headerVariables: variables } : {};

  function add(name: string, secret: ReturnType<typeof secretFrom>): void {
    if (!secret) return;
    if (!VALUE.test(secret.value.reveal())) {
      throw new TutorialError('usage', `${secret.as} holds what no header can carry.`, {
        why: 'A header is one line of letters, digits and signs (RFC 9110, section 5.5).',
        next: 'See whether a line break came with it.',
      });
    }
    headers.set(name, secret.value);
    variables.push([name, secret.as]);
  }
}
