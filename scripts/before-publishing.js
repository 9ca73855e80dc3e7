/**
 * What npm runs before it publishes: a package whose page leads nowhere, whose version the changelog does not know, or whose tag is of another version is
 * not published.
 */
import { readFileSync } from 'node:fs';

const PLACEHOLDER = '/OWNER/';
const read = (name) => readFileSync(new URL(`../${name}`, import.meta.url), 'utf8');
const { repository, version } = JSON.parse(read('package.json'));
/** Set by GitHub Actions where a tag was pushed. */
const tag = process.env.GITHUB_REF_TYPE === 'tag' ? process.env.GITHUB_REF_NAME : undefined;

if (repository.url.includes(PLACEHOLDER))
  refuse(
    `${repository.url} is no repository yet.`,
    'Put its real owner into homepage, bugs and repository of package.json.',
  );
if (
  !read('CHANGELOG.md')
    .split('\n')
    .some((line) => line === `## ${version}` || line.startsWith(`## ${version} `))
)
  refuse(`CHANGELOG.md has nothing about ${version}.`, `Make "## Unreleased" there "## ${version}".`);
if (tag !== undefined && tag !== `v${version}`)
  refuse(`The tag is ${tag}, and package.json has version ${version}.`, `Tag the release v${version}.`);

function refuse(what, next) {
  process.stderr.write(`error: ${what}\n  next  ${next}\n`);
  process.exitCode = 1;
}
