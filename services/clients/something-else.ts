/** An answer of whatever server; the names of headers are in lower case. */
export interface AnyAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
}

/**
 * What somebody says who is not the part that was asked, and what to do: a redirect, a web page. Undefined where it may be that part. `show` makes of
 * what the answer holds what may be shown of it.
 */
export function somethingElse(
  { status, headers, text }: AnyAnswer,
  show: (text: string) => string,
): { readonly is: string; readonly next: string } | undefined {
  const { location } = headers;
  if (status >= 300 && status < 400 && location !== undefined)
    return {
      is: `it redirects to ${show(String(location))}, and a credential is sent nowhere else`,
      next: 'Name the address that it leads to, if that is the part. A login page there is for people with a browser: an API answers 401.',
    };
  if (!/^text\/html\b/i.test(String(headers['content-type'] ?? '')) && !isPage(text)) return undefined;
  const [, title = ''] = /<title[^<>]*>([^<]*)</i.exec(text) ?? [];
  const named = title.trim() === '' ? '' : `, “${show(title)}”`;
  const isLogin = /type\s*=\s*["']?password|log ?in|sign ?in/i.test(text);
  return {
    is: `it answers ${status} with ${isLogin ? 'a login page' : 'a web page'}${named}, where an API should be`,
    next: 'Name the address of the API itself, or let the proxy before it pass requests that bring a bearer token.',
  };
}

/** Whether a text begins as a web page does. */
export function isPage(text: string): boolean {
  return /^\s*<(?:!doctype html|html)/i.test(text);
}
