import { ToolFault } from './tool-fault.ts';

/** Where a call of the tool leads. */
export interface FetchTarget {
  url: URL;
  /** The URL as httpx prints it: without the slash that the caller did not write. User name and password are left out. */
  shown: string;
}

/** The target that a text names. Throws ToolFault in the words of httpx (docs/references/mcp-server.md#words-of-failures). */
export function readTarget(text: string): FetchTarget {
  const control = text.search(/\p{Cc}/u);
  if (control >= 0)
    throw new ToolFault(
      `Invalid non-printable ASCII character in URL, ${JSON.stringify(text[control]).replaceAll('"', "'")} at position ${control}.`,
    );
  const [, scheme] = /^([a-z][a-z\d+.-]*):\/\/[^/?#]/i.exec(text) ?? [];
  if (!scheme) throw new ToolFault("Request URL is missing an 'http://' or 'https://' protocol.");
  if (!/^https?$/i.test(scheme))
    throw new ToolFault(`Request URL has an unsupported protocol '${scheme.toLowerCase()}://'.`);
  if (!URL.canParse(text)) throw new ToolFault('Invalid URL.');
  const url = new URL(text);
  const path = url.pathname === '/' && !/^[^/]+:\/\/[^/?#]*[/\\]/.test(text) ? '' : url.pathname;
  return { url, shown: `${url.origin}${path}${url.search}` };
}
