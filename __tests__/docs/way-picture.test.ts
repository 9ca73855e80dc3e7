import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { RUN, toldCalls } from '../../scripts/pictures/told-calls.js';
import { wayPicture } from '../../scripts/pictures/way.js';
import { clearAll, run } from '../e2e/program.ts';

const FILE = fileURLToPath(new URL('../../docs/pictures/token-way.svg', import.meta.url));
/** Bytes: a README is read over slow lines, too. */
const SMALL = 40_000;

afterEach(clearAll);

test('the picture that moves shows what the parts of a run tell of a token’s way', async () => {
  const { code, stdout } = await run(RUN);
  expect(code).toBe(0);
  const drawn = wayPicture(toldCalls(stdout));
  if (process.env.DRAW_PICTURES === '1') writeFileSync(FILE, drawn);
  else expect(withoutPrints(drawn)).toBe(withoutPrints(readFileSync(FILE, 'utf8')));
});

describe('docs/pictures/token-way.svg', () => {
  let svg = '';
  beforeAll(() => {
    svg = readFileSync(FILE, 'utf8');
  });

  test('has one print at everybody whom the token passes, and another for what is no token', () => {
    const prints = [...svg.matchAll(/>print ([0-9a-f]{12})</g)].map(([, print]) => print);
    expect(prints).toHaveLength(8);
    expect(new Set(prints).size).toBe(2);
    const [token, placeholder] = [new Set(prints.slice(0, 1)), new Set(prints.slice(1, 5))];
    expect(placeholder.size).toBe(1);
    expect(new Set(prints.slice(5))).toEqual(token);
  });

  test('names the parties, the checks of the tool, and how it ended', () => {
    for (const text of ['identity provider', 'you', 'stack server', 'MCP server', 'tool server'])
      expect(svg).toContain(`>${text}</text>`);
    expect(svg).toMatch(/✓ signature/);
    expect(svg).toMatch(/✗ form/);
    for (const answer of ['401', 'isError: true', '200 error_code 1', '200', 'isError: false', 'Hello, world!'])
      expect(svg).toContain(`>${answer}</text>`);
  });

  test('has no secret in it, is small, and is told in words', () => {
    expect(svg).not.toMatch(/eyJ[\w-]{10}/);
    expect(Buffer.byteLength(svg)).toBeLessThan(SMALL);
    expect(svg).toMatch(
      /aria-labelledby="title about"[\s\S]*<title id="title">[^<]+<[\s\S]*<desc id="about">[^<]{100,}</,
    );
  });

  test('moves nothing where less motion is asked for, and has all that is said there', () => {
    const moving = svg.indexOf('@media (prefers-reduced-motion:no-preference)');
    expect(moving).toBeGreaterThan(0);
    for (const rule of ['animation-name', '@keyframes']) expect(svg.indexOf(rule)).toBeGreaterThan(moving);
    expect(svg.slice(0, moving)).toContain('.moves{opacity:0}');
  });
});

/** A run has prints of its own. */
function withoutPrints(svg: string): string {
  return svg.replace(/print [0-9a-f]{12}/g, 'print');
}
