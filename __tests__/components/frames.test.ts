import { fetchQuestion } from '../../src/guided/questions.ts';
import type { Happening } from '../../src/lesson/events.ts';
import type { GuidedState } from '../../src/view/guided-state.ts';
import { PANES } from '../panes.ts';
import {
  AFTER_3A,
  AFTER_3B,
  AFTER_ALL,
  ANSWERED,
  AT,
  BEFORE_3A,
  done,
  fold,
  partReady,
  REFUSED,
  STARTED,
  SUBJECT,
  viewOf,
} from './fixture.ts';
import { type Frame, frameOf } from './harness.tsx';

const SIZES = [
  { columns: 60, rows: 20 },
  { columns: 80, rows: 24 },
  { columns: 99, rows: 24 },
  { columns: 100, rows: 30 },
  { columns: 120, rows: 40 },
  { columns: 130, rows: 40 },
  { columns: 160, rows: 50 },
  { columns: 200, rows: 60 },
] as const;

describe.each(SIZES)('at $columns×$rows', (size) => {
  test.each(PANES)('the pane %s keeps one row short of the terminal and within its columns', (pane) => {
    const { rows, width } = frameOf(viewOf(AFTER_ALL, { step: '3b', pane }, size));
    expect(rows.length).toBeLessThanOrEqual(size.rows - 1);
    expect(width).toBeLessThanOrEqual(size.columns);
    expect(rows[0]).toContain('3b Authorized call');
    // Where one types, a letter is text; and the help is closed by its own key.
    const wayOut = pane === 'form' ? 'esc back' : pane === 'keys' ? '? close' : 'q quit';
    expect(rows[size.rows - 2]).toContain(wayOut);
  });

  test('the login form fits', () => {
    const { rows, width, text } = frameOf(viewOf([], { phase: 'welcome' }, size));
    expect(rows.length).toBeLessThanOrEqual(size.rows - 1);
    expect(width).toBeLessThanOrEqual(size.columns);
    expect(text).toContain('user name   alan');
    expect(text).toContain('password');
    expect(text).toContain('⏎ accept');
    const words = text.replaceAll(/\s+/g, ' ');
    expect(words).toContain(
      'through an agent stack and an MCP server, to a tool that trusts only its own identity provider.',
    );
    expect(words).toContain('you ─ token ─▶ stack ─ token ─▶ mcp ─ token ─▶ tool');
    expect(words).toContain('is written nowhere.');
  });
});

test.each([
  [59, 24],
  [80, 19],
  [20, 5],
])('%d×%d is too small, and says so within its bounds', (columns, rows) => {
  const frame = frameOf(viewOf(BEFORE_3A, { step: '3a' }, { columns, rows }));
  expect(frame.text).toMatch(/needs\s+60\s+columns/);
  expect(frame.width).toBeLessThanOrEqual(columns);
  expect(frame.rows.length).toBeLessThan(rows);
});

describe('the sidebar', () => {
  test('states of steps and parts by glyph, with address, process and version', () => {
    const { text } = frameOf(viewOf([STARTED, partReady('tool', 4712), ...done('0')], { step: '1a' }, { rows: 40 }));
    expect(text).toContain('✓ 0  Prerequisites');
    expect(text).toContain('▸· 1a Identity provider');
    expect(text).toContain('○ identity off');
    expect(text).toMatch(/● tool +:10000/);
    expect(text).toContain('pid 4712 · tool 1.2.3');
  });

  test('a step of an earlier run is told apart', () => {
    expect(frameOf(viewOf([STARTED], { step: '1b', earlier: ['1a'] })).text).toContain('◦ 1a');
  });

  test('without it, the parts are in one line', () => {
    const { rows } = frameOf(viewOf(BEFORE_3A, { step: '3a' }, { columns: 70 }));
    expect(rows[1]).toMatch(/● identity :8080 +● tool :10000 +● mcp :8000 +● stack :8321/);
  });
});

describe('the token', () => {
  const token = (now: number, otherwise = false): Frame => {
    const real = Date.now;
    Date.now = () => now;
    try {
      return frameOf(viewOf(AFTER_3B, { step: '3b', pane: 'token', otherwise }, { rows: 50 }));
    } finally {
      Date.now = real;
    }
  };

  test('is decoded, with the claims in words, and without its signature', () => {
    const { text } = token(AT);
    expect(text).toMatch(/header +alg RS256 · typ JWT · kid PsAaVii-kid/);
    expect(text).toMatch(/signature +\(not shown\) {2}✓ checked by the tool/);
    expect(text).toMatch(/aud +my-external-tool {2}◀ decides/);
    expect(text).toContain(SUBJECT);
    expect(text).toMatch(/exp +in 4:12 ▓{20}░{4} {2}300 s from its birth/);
  });

  test('counts down to its end', () => {
    expect(token(AT + 247_000).text).toMatch(/exp +in 0:05 /);
    expect(token(AT + 253_000).text).toMatch(/exp +expired 300 s after its birth/);
  });

  test('shows what it would lack without the scope', () => {
    const { text } = token(AT, true);
    expect(text).toMatch(/aud +✗ missing/);
    expect(text).toMatch(/scope +✗ without tool-audience/);
  });
});

describe('the side by side', () => {
  const compared = (guided: Partial<GuidedState>, size = {}) =>
    frameOf(viewOf(AFTER_ALL, { step: '4', pane: 'compare', ...guided }, size));

  test.each([60, 80, 99, 100, 200])('at %d columns the two stand beside each other', (columns) => {
    const { rows } = compared({}, { columns, rows: 60 });
    expect(rows.some((row) => /UNAUTHORIZED +│ AUTHORIZED/.test(row))).toBe(true);
    expect(rows.some((row) => /^api_key +some-api-key +│ eyJ/.test(row))).toBe(true);
    const text = rows.join('\n').replaceAll(/\s+/g, ' ');
    expect(text).toContain('what made the difference:');
  });

  test('what made the difference stands on top, and both answers on the first screen', () => {
    for (const pane of ['step', 'compare'] as const) {
      const { text, rows } = compared({ pane }, {});
      const at = (words: RegExp) => rows.findIndex((row) => words.test(row));
      expect(at(/what made the difference/)).toBeGreaterThan(0);
      expect(at(/what made the difference/)).toBeLessThan(at(/UNAUTHORIZED +│ AUTHORIZED/));
      expect(text).toMatch(/tool: 401 +│ tool: 200/);
    }
  });

  test('what is the same on both sides is there when it is asked for', () => {
    const request = /^request +POST .*│ POST /m;
    expect(compared({}, { rows: 60 }).text).not.toMatch(request);
    expect(compared({}, { rows: 60 }).text).toContain('d  what is the same on both sides, too: request, way');
    expect(compared({}, { rows: 60 }).text).toMatch(/ d all rows /);
    expect(compared({ allRows: true }, { rows: 60 }).text).toMatch(request);
    expect(compared({ allRows: true }, { rows: 60 }).text).toMatch(/ d differences /);
  });
});

describe('a hop', () => {
  test('opens into its exchange', () => {
    const { text } = frameOf(viewOf(AFTER_3B, { step: '3b', pane: 'hop', cursor: 0 }, { rows: 40 }));
    expect(text).toContain('you → stack');
    expect(text).toContain('POST http://localhost/stack');
    expect(text).toContain('content-type: application/json');
    expect(text).toContain('"error_code": 0');
  });

  test('of the list is chosen by a mark, not by colour', () => {
    const { text } = frameOf(viewOf(AFTER_3B, { step: '3b', pane: 'hops', cursor: 2 }));
    expect(text).toContain('▸ GET /');
  });
});

test('the glossary begins with the words that stand in the step', () => {
  const { rows } = frameOf(viewOf(BEFORE_3A, { step: '1b', pane: 'glossary' }, { rows: 60 }));
  const at = (words: RegExp) => rows.findIndex((row) => words.test(row));
  expect(at(/in step 1b/)).toBeLessThan(at(/^ *audience /));
  expect(at(/^ *audience /)).toBeLessThan(at(/^ *elsewhere/));
  expect(at(/^ *elsewhere/)).toBeLessThan(at(/^ *sub /));
});

describe('hints', () => {
  const hinted = (hintOpen: boolean, rungs = 2) =>
    frameOf(viewOf(AFTER_3A, { step: '3a', hints: { '3a': rungs }, hintOpen }, { rows: 70 })).rows;
  const at = (rows: readonly string[], words: RegExp) => rows.findIndex((row) => words.test(row));

  test('the newest is on top when it is asked for, alone', () => {
    const rows = hinted(true);
    expect(at(rows, /hint 2 of 3/)).toBeLessThan(at(rows, /the tool said no/));
    expect(at(rows, /hint 1 of 3/)).toBeGreaterThan(at(rows, /the tool said no/));
  });

  test('afterwards none stands above the result', () => {
    const rows = hinted(false);
    for (const hint of [/hint 1 of 3/, /hint 2 of 3/])
      expect(at(rows, hint)).toBeGreaterThan(at(rows, /the tool said no/));
  });
});

describe('a search', () => {
  const searched = (text: string, hit: number, more: Partial<GuidedState> = {}) => {
    const search = { text, hit, typing: false };
    const scroll = { from: 0, moves: ['found' as const] };
    return frameOf(viewOf(AFTER_ALL, { step: '4', pane: 'glossary', search, scroll, ...more }));
  };
  const wanted = 'jwt';

  test('brings each place into view, tells which of how many it is, and goes round', () => {
    const { text } = searched(wanted, 0);
    const count = Number(/\/jwt {2}1 of (\d+)/.exec(text)?.[1]);
    expect(count).toBeGreaterThan(0);
    for (let hit = 0; hit < count; hit += 1) {
      const shown = searched(wanted, hit).text;
      expect(shown).toContain(`/jwt  ${hit + 1} of ${count}`);
      expect(shown.replace(/\/jwt.*/, '')).toMatch(/jwt/i);
    }
    expect(searched(wanted, count).text).toContain(`/jwt  1 of ${count}`);
    expect(searched(wanted, -1).text).toContain(`/jwt  ${count} of ${count}`);
  });

  test('that finds nothing says so; what is typed is shown', () => {
    expect(searched('no such words', 3).text).toContain('/no such words  is not there');
    expect(searched('', 0, { search: { text: 'au', typing: true, hit: 0 } }).text).toContain('/au▏');
  });
});

test('a log of wide characters stays within the columns', () => {
  const text = '日本語のログ行は二倍の幅を取る'.repeat(6);
  const events: Happening[] = [...BEFORE_3A, { type: 'log', line: { part: 'mcp', at: AT, text } }];
  expect(frameOf(viewOf(events, { step: '3a', pane: 'logs' })).width).toBeLessThanOrEqual(80);
});

test('what a server logs cannot drive the terminal', () => {
  const text = 'before \u001b[2J\u001b[31m\u0007\u001b]0;title\u0007 after';
  const events: Happening[] = [...BEFORE_3A, { type: 'log', line: { part: 'mcp', at: AT, text } }];
  const { raw } = frameOf(viewOf(events, { step: '3a', pane: 'logs' }));
  expect(raw).not.toContain('\u001b[2J');
  expect(raw).not.toContain('\u0007');
  expect(raw).not.toContain('\u001b]');
  expect(raw).toContain('after');
});

test('a question takes the footer', () => {
  const question = {
    text: 'End it?',
    answers: [
      { key: 'y', label: 'yes', value: 'y' },
      { key: 'return', label: 'go on', value: 'n' },
    ],
  };
  const { rows } = frameOf(viewOf(BEFORE_3A, { step: '3a', question }));
  expect(rows.at(-2)).toContain('? End it?');
  expect(rows.at(-1)).toBe('y yes  ⏎ go on');
});

test('both calls and both credentials are in the fixture', () => {
  expect(fold(AFTER_3B).hops.map(({ credential }) => credential.text)).toEqual([
    ...Array.from({ length: 3 }, () => REFUSED.credential),
    ...Array.from({ length: 3 }, () => ANSWERED.credential),
  ]);
});

test('a question that is too long for its row is read in the pane', () => {
  const why = 'Docker 28.2.2 does not have the image quay.io/keycloak/keycloak:26.7.4 yet';
  const question = fetchQuestion({ why, fetch: 'pull it: a real Keycloak', goOn: 'go on with the embedded one' });
  const { text } = frameOf(viewOf(BEFORE_3A, { step: '1a', question }, { columns: 60, rows: 20 }));
  expect(text.replaceAll(/\s+/g, ' ')).toContain('does not have the image quay.io/keycloak/keycloak:26.7.4 yet.');
  expect(text).toContain('  y   pull it: a real Keycloak');
  expect(text).toContain('  n   go on with the embedded one');
});
