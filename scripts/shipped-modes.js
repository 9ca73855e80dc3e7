/**
 * Sets the modes of the files that the package takes as they stand here, for npm packs them with those: whatever mask the checkout was made under, the same
 * sources make the same tarball, which whoever it is installed for can read. What is built has its modes from the build.
 */
import { chmodSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Packed by npm whether they are named or not. */
const ALWAYS = ['package.json', 'README.md', 'LICENSE'];
const BUILT = 'dist';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const { files } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
for (const name of [...ALWAYS, ...files].filter((each) => each !== BUILT)) setMode(join(root, name));

function setMode(path) {
  if (!statSync(path).isDirectory()) chmodSync(path, 0o644);
  else for (const name of readdirSync(path)) setMode(join(path, name));
}
