import { readFileSync } from 'node:fs';
import { KEY_TABLE } from '../../src/view/key-table.ts';
import { keysAsMarkdown } from '../../src/view/keys-markdown.ts';

test('docs/keys.md is made from the key table (npm run docs)', () => {
  expect(readFileSync(new URL('../../docs/keys.md', import.meta.url), 'utf8')).toBe(keysAsMarkdown());
});

test('every row of the table is in it', () => {
  const page = keysAsMarkdown();
  for (const { help } of KEY_TABLE) expect(page).toContain(`| ${help} |`);
});
