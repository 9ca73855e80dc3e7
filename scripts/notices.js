import { readdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const LEGAL_FILE = /^(licen[cs]e|copying|notice)/i;
const require = createRequire(import.meta.url);

/** The name, licence and legal texts of each of these packages (bundled-packages.js). Throws where the text of a licence cannot be had. */
export async function thirdPartyNotices(packages) {
  const entries = await Promise.all(packages.map(entryOf));
  return ['tutorial-tui bundles the packages below, each under the licence that stands with it.', ...entries].join(
    '\n\n\n',
  );
}

async function entryOf(bundled) {
  const { folder, name, version, license } = bundled;
  const title = `${name} ${version} (${license})`;
  const files = (await readdir(folder)).filter((file) => LEGAL_FILE.test(file)).sort();
  const texts = await Promise.all(files.map((file) => readFile(join(folder, file), 'utf8')));
  const all = texts.length > 0 ? texts : standardText(bundled);
  return [title, '='.repeat(title.length), ...all.map((text) => text.trim())].join('\n\n');
}

/** Of a package that comes without one: the text that the SPDX list has under that name, with whose package it is. */
function standardText({ name, license, author, source }) {
  const { licenseText } = require(`spdx-license-list/licenses/${license}.json`);
  return [
    `The package comes without the text of its licence. Author: ${author ?? 'see the source'}. Source: ${source ?? name}`,
    licenseText,
  ];
}
