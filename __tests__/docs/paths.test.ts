import { existsSync, readdirSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { pages, ROOT } from './markdown.ts';

const MENTION = /`((?:src|services|steps|components|scripts|docs|__tests__|\.ci)\/[\w./*-]*)`/g;

test.each(pages().filter(({ path }) => path !== 'CHANGELOG.md'))('every file that $path names is there', ({ text }) => {
  const named = new Set([...text.matchAll(MENTION)].map(([, path = '']) => path));
  expect([...named].filter((path) => !isThere(path))).toEqual([]);
});

/** A file or a folder; a star in its name stands for anything. */
function isThere(path: string): boolean {
  const full = join(ROOT, path);
  if (!path.includes('*')) return existsSync(full);
  const name = new RegExp(`^${basename(path).replaceAll('.', '\\.').replaceAll('*', '.*')}$`);
  return existsSync(dirname(full)) && readdirSync(dirname(full)).some((found) => name.test(found));
}
