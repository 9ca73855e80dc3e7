import type { ChatMessage, OfferedFunction } from './chat-request.ts';

/** What the scripted model says next: words, or the call of a tool. */
export type Turn =
  | { readonly says: string }
  | { readonly calls: string; readonly with: Readonly<Record<string, unknown>> };

/** Characters of a tool's result that are quoted. */
const QUOTED = 500;
const URL_IN_TEXT = /https?:\/\/[^\s"'<>`]*[^\s"'<>`.,;:!?)\]}]/i;
const ASKS_FOR_A_SECRET = /token|secret|password|credential|bearer|authorization|api.?key|jwt/i;

/**
 * What comes next in a conversation, by fixed rules, the first that fits: after a tool's result a sentence that quotes it; with a URL in the user's
 * words, and a tool that takes one, the call of that tool; to a question for a secret, that it was never given one. The same is always answered alike.
 */
export function nextTurn(messages: readonly ChatMessage[], tools: readonly OfferedFunction[]): Turn {
  const last = messages.at(-1);
  if (last?.role === 'tool')
    return { says: `The tool ${last.tool_name ?? ''} answered: ${quoted(last.content)}`.replace('  ', ' ') };
  const words = messages.findLast(({ role }) => role === 'user')?.content ?? '';
  const url = URL_IN_TEXT.exec(words)?.[0];
  const tool = tools.find(({ parameters }) => urlParameter(parameters) !== undefined);
  if (url !== undefined && tool) return { calls: tool.name, with: { [urlParameter(tool.parameters) ?? '']: url } };
  if (ASKS_FOR_A_SECRET.test(words))
    return { says: 'I was never given one: nothing that was sent to me holds a token or any other secret.' };
  return {
    says: 'I am a scripted model. I call a tool for the URL that I am asked to fetch; more than that I cannot do.',
  };
}

function urlParameter({ properties }: OfferedFunction['parameters']): string | undefined {
  const names = Object.keys(properties);
  return names.find((name) => /^ur[il]$/i.test(name)) ?? names.find((name) => /ur[il]/i.test(name));
}

function quoted(text: string): string {
  return text.length <= QUOTED ? text : `${text.slice(0, QUOTED)} …`;
}
