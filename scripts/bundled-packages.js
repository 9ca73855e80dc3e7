import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * Every package whose code is in the bundle, by esbuild's metafile, once each and by name: where it lies, what its package.json says of it, and the hash of its
 * tarball as the lock file has it (`integrity`; nothing without a lock file). Throws where one names no licence.
 */
export async function bundledPackages(root, metafile) {
  const folders = [...new Set(bundledFiles(metafile).flatMap(packageFolder))];
  const locked = await lockedIn(root);
  const all = await Promise.all(
    folders.map(async (folder) => ({
      ...(await packageIn(join(root, folder))),
      integrity: locked[folder]?.integrity,
    })),
  );
  // The same version may lie in two folders.
  const byTitle = new Map(all.map((each) => [`${each.name} ${each.version}`, each]));
  return [...byTitle.keys()].sort().map((title) => byTitle.get(title));
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

async function lockedIn(root) {
  const text = await readFile(join(root, 'package-lock.json'), 'utf8').catch(() => '{}');
  return JSON.parse(text).packages ?? {};
}

async function packageIn(folder) {
  const said = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
  const { name, version, licenses, license = licenses?.[0]?.type, author, repository } = said;
  if (typeof license !== 'string') throw new Error(`${name} ${version} names no licence.`);
  return { folder, name, version, license, author: author?.name ?? author, source: repository?.url ?? repository };
}
