import { execFileSync } from 'node:child_process';
import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Hop } from '../../src/evidence/hop.ts';
import { mermaidDiagram } from '../../src/report/formats/mermaid.ts';
import { makeHome } from '../e2e/home.ts';
import { clearAll, run } from '../e2e/program.ts';
import { OF_EACH_SHAPE } from '../exhibits-of-doors.ts';
import { COMMANDS, poisoned } from '../hostile.ts';
import { openWorkshop, type Workshop } from './install.ts';

/** The diagrams of the Markdown report, as Mermaid itself reads them. */
let workshop: Workshop;
let program: string;

beforeAll(async () => {
  workshop = await openWorkshop();
  program = join(await workshop.npm('mermaid', 'mermaid@12.3.0'), 'parse-mermaid.mjs');
  await copyFile(new URL('./programs/parse-mermaid.mjs.txt', import.meta.url), program);
});
afterAll(async () => {
  await clearAll();
  await workshop.remove();
});

const faultsOf = (diagrams: readonly string[]) =>
  JSON.parse(execFileSync(process.execPath, [program], { input: JSON.stringify(diagrams), encoding: 'utf8' }));
const diagramsIn = (markdown: string) =>
  [...markdown.matchAll(/^```mermaid\n([\s\S]*?)^```$/gm)].map(([, diagram = '']) => diagram);

test('those of a whole run', async () => {
  const home = makeHome({ temporary: true });
  try {
    await run(['--ci', '--idp', 'embedded'], { home });
    const diagrams = diagramsIn((await run(['report', '--format', 'markdown'], { home })).stdout);
    expect(diagrams.length).toBeGreaterThan(20);
    expect(faultsOf(diagrams)).toEqual([]);
  } finally {
    home.remove();
  }
});

test.each([
  COMMANDS,
  '; end',
  '%% a comment',
  '#59; &lt;b&gt;',
  '```\nend\nloop x',
  'a: b->>c: d',
  '<script>"\'`{}[]()|\\',
  'end',
  'éü漢字 🙂',
])('those with %j in every text', (hostile) => {
  const { call } = OF_EACH_SHAPE.call;
  const hops = call.hops.map((hop) => poisoned<Hop>(hop, hostile));
  const odd = { ...call, way: [], hops: hops.map((hop) => ({ ...hop, from: `f${hostile}`, to: `t${hostile}` })) };
  const diagrams = [{ ...call, hops }, odd, { ...call, hops: hops.slice(0, 1) }].map((each) =>
    mermaidDiagram(each).join('\n'),
  );
  expect(diagrams).toHaveLength(3);
  expect(faultsOf(diagrams.flatMap((diagram) => diagramsIn(`${diagram}\n`)))).toEqual([]);
});
