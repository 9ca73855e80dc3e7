import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

const LEGAL_FILE = /^(licen[cs]e|copying|notice)/i;

/** The name, licence and legal texts of every package whose code is in the bundle, by esbuild's metafile. Throws where one names none. */
export async function thirdPartyNotices(root, metafile) {
  const folders = [...new Set(bundledFiles(metafile).flatMap(packageFolder))].sort();
  const entries = await Promise.all(folders.map((folder) => entryOf(join(root, folder))));
  const byTitle = new Map(entries.map((entry) => [entry.title, entry]));
  return [
    'tutorial-tui bundles the packages below, each under the licence that stands with it.',
    ...[...byTitle.values()].map(({ title, texts }) => [title, '='.repeat(title.length), ...texts].join('\n\n')),
  ].join('\n\n\n');
}

/** Only what left something in an output: a module that was shaken away is not shipped. */
function bundledFiles(metafile) {
  return Object.values(metafile.outputs).flatMap(({ inputs }) =>
    Object.entries(inputs)
      .filter(([, { bytesInOutput }]) => bytesInOutput > 0)
      .map(([path]) => path),
  );
}

/** `node_modules/a/node_modules/@b/c` of a file below it; nothing for the project's own files. */
function packageFolder(path) {
  const match = /^(.*\bnode_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(path);
  return match ? [match[1]] : [];
}

async function entryOf(folder) {
  const {
    name,
    version,
    licenses,
    license = licenses?.[0]?.type,
    author,
    repository,
  } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
  if (typeof license !== 'string') throw new Error(`${name} ${version} names no licence.`);
  const files = (await readdir(folder)).filter((file) => LEGAL_FILE.test(file)).sort();
  const texts = await Promise.all(files.map((file) => readFile(join(folder, file), 'utf8')));
  const source = repository?.url ?? repository ?? name;
  const without = `The package comes without the text of its licence. Author: ${author?.name ?? author ?? 'see the source'}. Source: ${source}`;
  return {
    title: `${name} ${version} (${license})`,
    texts: texts.length > 0 ? texts.map((text) => text.trim()) : [without],
  };
}
