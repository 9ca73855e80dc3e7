import type { VerifiedRow, VerifyDocument } from '../src/verify/document.ts';

const ROW: VerifiedRow = {
  id: 'right',
  door: 'tool',
  title: 'the right token',
  wants: 'passes',
  verdict: 'passed',
  status: '200',
  said: 'Hello, world!',
  rule: { of: 'RFC 6750', section: '2.1' },
  legs: [{ from: 'verify', to: 'tool', tookMs: 4.2 }],
};

/** A verification in which every verdict occurs: one token too many was taken. */
export const SOME_VERIFICATION: VerifyDocument = {
  schema: 'tutorial-tui/verify@1',
  version: '0.1.0',
  at: Date.UTC(2026, 0, 2, 3, 4, 5),
  tookMs: 1_234,
  outcome: 'wrongly-accepted',
  exitCode: 7,
  issuer: 'http://localhost:8080/realms/demo',
  doors: [
    { id: 'tool', url: 'http://localhost:10000' },
    { id: 'mcp', url: 'http://localhost:8000/sse', is: 'an MCP server over SSE' },
  ],
  requests: 12,
  logins: 2,
  rows: [
    ROW,
    {
      ...ROW,
      id: 'other-audience',
      title: 'for somebody else',
      wants: 'refused',
      verdict: 'wrongly-accepted',
      next: 'Look at aud.',
      rule: { of: 'RFC 9068', section: '4' },
    },
    {
      ...ROW,
      id: 'none',
      title: 'no token',
      wants: 'refused',
      verdict: 'failed',
      why: 'it is no refusal',
      status: '500',
      said: 'oh',
    },
    {
      id: 'expired',
      door: 'mcp',
      title: 'an old token',
      wants: 'refused',
      verdict: 'not-tried',
      why: 'it did not expire',
      rule: ROW.rule,
      legs: [],
    },
    {
      id: 'elsewhere',
      door: 'mcp',
      title: 'not to others',
      wants: 'holds',
      verdict: 'not-seen',
      why: 'nobody looked',
      rule: { of: 'MCP', section: 'Access Token Privilege Restriction' },
      legs: [],
    },
  ],
  left: ['The tool group x is registered still. Take it away: DELETE /v1/toolgroups/x'],
};
