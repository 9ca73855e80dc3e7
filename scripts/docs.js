/**
 * `npm run docs`: writes every generated page of docs/ and every generated block of README.md anew, from the sources.
 *   npm run docs -- --check      changes nothing; names what is out of date and ends with 1 where something is
 */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { commandLinePage, optionsBlock } from './docs/command-line-page.js';
import { configPage, configSchema } from './docs/config-page.js';
import { doctorPage, doctorSchema } from './docs/doctor-page.js';
import { eventsPage, eventsSchema } from './docs/events-page.js';
import { exitCodesBlock } from './docs/exit-codes-block.js';
import { downSchema, failureSchema, labSchema } from './docs/lab-schemas.js';
import { chaptersBlock, lessonPage } from './docs/lesson-page.js';
import { reportSchema } from './docs/report-schema.js';
import { runBlock } from './docs/run-block.js';
import { root, sources } from './docs/sources.js';
import { testedWithBlock } from './docs/tested-with-block.js';
import { verifyPage, verifySchema } from './docs/verify-page.js';
import { setUp } from './set-up.js';

await setUp();
const from = await sources();

const PAGES = {
  'docs/command-line.md': commandLinePage,
  'docs/config.schema.json': () => configSchema(from),
  'docs/configuration.md': () => configPage(from),
  'docs/diagnosis.md': () => from.catalogueAsMarkdown(),
  'docs/doctor.md': () => doctorPage(from),
  'docs/doctor.schema.json': () => doctorSchema(from),
  'docs/down.schema.json': () => downSchema(from),
  'docs/events.md': () => eventsPage(from),
  'docs/events.schema.json': () => eventsSchema(from),
  'docs/failure.schema.json': () => failureSchema(from),
  'docs/keys.md': () => from.keysAsMarkdown(),
  'docs/lab.schema.json': () => labSchema(from),
  'docs/lesson.md': () => lessonPage(from),
  'docs/report.schema.json': () => reportSchema(from),
  'docs/verify.md': () => verifyPage(from),
  'docs/verify.schema.json': () => verifySchema(from),
};
/** Each stands between `<!-- begin: name -->` and `<!-- end: name -->`, and is made anew from what stands there. */
const BLOCKS = {
  'exit codes': () => exitCodesBlock(from),
  options: optionsBlock,
  run: runBlock,
  chapters: () => chaptersBlock(from),
  'tested with': async () => testedWithBlock(await read('docs/tested-with.md')),
};

const fresh = Object.entries(PAGES).map(([path, make]) => [path, make()]);
fresh.push(['README.md', await withBlocks(await read('README.md'))]);
const stale = [];
for (const [path, text] of fresh) if ((await read(path)) !== text) stale.push([path, text]);

if (process.argv.includes('--check')) {
  for (const [path] of stale) process.stderr.write(`${path} is out of date: npm run docs\n`);
  process.exitCode = stale.length > 0 ? 1 : 0;
} else {
  for (const [path, text] of stale) {
    await writeFile(join(root, path), text);
    process.stdout.write(`${path}\n`);
  }
}

function read(path) {
  return readFile(join(root, path), 'utf8').catch(() => '');
}

async function withBlocks(text) {
  let page = text;
  for (const [name, make] of Object.entries(BLOCKS)) {
    const [begin, end] = [`<!-- begin: ${name} -->\n`, `<!-- end: ${name} -->`];
    const [start, stop] = [page.indexOf(begin) + begin.length, page.indexOf(end)];
    if (!page.includes(begin) || stop < start) throw new Error(`README.md has no block ${name}`);
    page = `${page.slice(0, start)}${await make(page.slice(start, stop))}${page.slice(stop)}`;
  }
  return page;
}
