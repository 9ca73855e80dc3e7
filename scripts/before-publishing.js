/** What npm runs before it publishes: a package whose page leads nowhere is not published. */
import { readFileSync } from 'node:fs';

const PLACEHOLDER = '/OWNER/';
const { repository } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
if (repository.url.includes(PLACEHOLDER)) {
  process.stderr.write(
    `error: ${repository.url} is no repository yet.\n  next  Put its real owner into homepage, bugs and repository of package.json.\n`,
  );
  process.exitCode = 1;
}
