import { load } from 'js-yaml';
import { page } from './markdown.ts';

interface Step {
  readonly uses?: string;
  readonly run?: string;
  readonly with?: Readonly<Record<string, string | boolean>>;
}
interface Workflow {
  readonly on: unknown;
  readonly permissions: unknown;
  readonly jobs: Readonly<Record<string, { readonly permissions: unknown; readonly steps: readonly Step[] }>>;
}

const text = page('.github/workflows/release.yml');
const workflow = load(text) as Workflow;
const { publish } = workflow.jobs;
const steps = publish?.steps ?? [];
/** Where the step stands that is begun so; not there where none is. */
const at = (begin: string) =>
  steps.findIndex(({ uses = '', run = '' }) => uses.startsWith(begin) || run.startsWith(begin));

test('it begins with the tag of a version, and may no more than publish and attest', () => {
  expect(workflow.on).toEqual({ push: { tags: ['v*'] } });
  expect(workflow.permissions).toEqual({ contents: 'read' });
  expect(Object.keys(workflow.jobs)).toEqual(['publish']);
  expect(publish?.permissions).toEqual({ contents: 'write', 'id-token': 'write', attestations: 'write' });
});

test('no token is kept anywhere, and nothing comes from a cache that other runs write to', () => {
  expect(text).not.toMatch(/secrets\.|NPM_TOKEN|NODE_AUTH_TOKEN|registry-url/);
  expect(steps[at('actions/checkout@')]?.with).toEqual({ 'persist-credentials': false });
  expect(text).not.toMatch(/\bcache:|actions\/cache/);
});

test('it is tried before it is packed, attested after, and the very tarball that was attested is published', () => {
  const order = [
    'npm ci',
    'npm run prepublishOnly',
    'npm run check',
    'npm test',
    'npm pack',
    'actions/attest-build-provenance@',
    'actions/attest-sbom@',
    'npm publish',
    'gh release create',
  ];
  const places = order.map(at);
  expect(places).toEqual(places.toSorted((a, b) => a - b));
  expect(places).not.toContain(-1);
  const tarball = 'tutorial-tui-*.tgz';
  for (const each of order.filter((name) => name.includes('attest')))
    expect(steps[at(each)]?.with?.['subject-path']).toBe(tarball);
  expect(steps[at('actions/attest-sbom@')]?.with?.['sbom-path']).toBe('dist/sbom.cdx.json');
  // Of a tarball, npm runs no script: prepublishOnly has to be run before.
  expect(steps[at('npm publish')]?.run).toBe(`npm publish --provenance --access public ./${tarball}`);
  expect(steps[at('gh release create')]?.run).toContain('--verify-tag');
});

test('each script that it runs is there', () => {
  const { scripts } = JSON.parse(page('package.json'));
  const run = [...text.matchAll(/npm run (\w+)/g)].map(([, name]) => name);
  expect(run.filter((name) => !(String(name) in scripts))).toEqual([]);
});
