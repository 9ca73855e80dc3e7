import type { ClaimWords } from '../../src/lesson/exhibit.ts';
import { CLAIMS } from '../propagation/claims.ts';

const OF_ITS_OWN: Readonly<Record<string, string>> = {
  iss: 'who made it; the MCP server trusts this issuer only',
  aud: 'whom it is for, from the scope mcp-audience; the MCP server looks for its own name here',
  exp: 'when it expires; the MCP server takes it until then',
  scope: 'what was granted: mcp-audience, which the MCP server wants, and the scopes that the client gets unasked',
};
/** Beside those that the tool looks at, too. */
const DECIDES = ['scope'];

/** What the claims say of a token for the MCP server, which looks at its scope as well. */
export const CALLER_CLAIMS: readonly ClaimWords[] = CLAIMS.map(({ name, means, decides }) => ({
  name,
  means: OF_ITS_OWN[name] ?? means,
  decides: decides || DECIDES.includes(name),
})).toSorted((a, b) => Number(b.decides) - Number(a.decides));
