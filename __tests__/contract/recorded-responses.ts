import { blocks, page } from '../docs/markdown.ts';

/** A request to the Responses API, and what a real Llama Stack 0.7.3 answered to it. */
export interface RecordedResponse {
  readonly title: string;
  readonly request: Readonly<Record<string, unknown>>;
  readonly status: number;
  readonly answer: Readonly<Record<string, unknown>>;
}

/** Every one of docs/references/llama-stack-0.7.3.md, each whole. */
export function recordedResponses(): readonly RecordedResponse[] {
  const [, ...sections] = page('docs/references/llama-stack-0.7.3.md').split(/^### /m);
  const told = sections.map((section): RecordedResponse => {
    const [title = ''] = section.split('\n', 1);
    const [block = ''] = blocks(section, 'json');
    return { title, ...JSON.parse(block) };
  });
  const [first] = told;
  if (!first) throw new Error('nothing is recorded');
  return told.map(({ title, request, status, answer }) => ({
    title,
    request: withoutLeftOut({ ...first.request, ...request }),
    status,
    answer: status === first.status ? { ...first.answer, ...answer } : answer,
  }));
}

/** The page has null where a member was left out of a request. */
function withoutLeftOut(request: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(request).filter(([, value]) => value !== null));
}

/** What each run has of its own: ids by their prefix, seconds since 1970, and what a model says and how it writes arguments. */
export function asInAnyRun(answer: unknown): unknown {
  return JSON.parse(JSON.stringify(answer), (key, value) => {
    if (key === 'id') return String(value).replace(/[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/, '<uuid>');
    if (key === 'created_at' || key === 'completed_at') return value === null ? null : typeof value;
    if (key === 'arguments') return JSON.stringify(JSON.parse(value));
    return key === 'text' && typeof value === 'string' ? '<words>' : value;
  });
}
