import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { anchors, page, ROOT } from './markdown.ts';

/** Every comment of the sources and the tests, by file; a citation in any of them has to lead somewhere. */
const comments = ['src', 'services', 'steps', 'components', 'scripts', '__tests__'].flatMap((room) =>
  readdirSync(join(ROOT, room), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(tsx?|js)$/.test(name))
    .map((name) => `${room}/${name.replaceAll('\\', '/')}`)
    .flatMap((file) => commentsOf(readFileSync(join(ROOT, file), 'utf8')).map((comment) => ({ file, comment }))),
);

function commentsOf(source: string): string[] {
  return [...source.matchAll(/\/\*\*[\s\S]*?\*\/|(?:^\s*\/\/.*\n)+/gm)].map(([comment]) =>
    comment.replaceAll(/\s*\n\s*(?:\*(?!\/)|\/\/)?\s*/g, ' '),
  );
}

const citations = comments.flatMap(({ file, comment }) =>
  [...comment.matchAll(/(?<![\w/])([\w./-]*[\w-]\.md)(?:#([\w-]+))?/g)].map(([, cited = '', heading]) => ({
    file,
    cited,
    heading,
  })),
);

test('every page and heading that a comment cites exists', () => {
  const astray = citations.filter(
    ({ cited, heading }) =>
      !existsSync(join(ROOT, cited)) || (heading !== undefined && !anchors(page(cited)).includes(heading)),
  );
  expect(astray).toEqual([]);
  expect(citations.length).toBeGreaterThan(20);
});

test('a comment that leans on what an original answered cites the page that tells it', () => {
  const LEANS =
    /\b(?:as|was|were) measured\b|\bmeasured at\b|\bin the words of (?:Keycloak 26|FastMCP|httpx|Python)|\breference\/|shared reference/;
  const uncited = comments.filter(({ comment }) => LEANS.test(comment) && !comment.includes('docs/'));
  expect(uncited).toEqual([]);
});

test('every page of references is cited', () => {
  const pages = readdirSync(join(ROOT, 'docs/references')).filter((name) => name !== 'README.md');
  const cited = new Set(citations.map((citation) => citation.cited));
  expect(pages.filter((name) => !cited.has(`docs/references/${name}`))).toEqual([]);
});
