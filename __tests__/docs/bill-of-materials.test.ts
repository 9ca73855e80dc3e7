import { billOfMaterials } from '../../scripts/sbom.js';

const program = { name: 'tutorial-tui', version: '1.2.3', license: 'Apache-2.0' };
const packages = [
  {
    name: '@some/thing',
    version: '2.0.0',
    license: 'MIT',
    integrity: `sha512-${Buffer.alloc(64, 0xa5).toString('base64')}`,
  },
  { name: 'either', version: '3.0.0', license: '(MIT OR CC0-1.0)' },
];

// Of package URLs: github.com/package-url/purl-spec. The bill of the built package is tried by its schema in __tests__/e2e/package.test.ts.
test('names each package as others find it, its licence as one or as an expression, the hash of its tarball, and that the program needs it', () => {
  const { metadata, components, dependencies } = JSON.parse(billOfMaterials(program, packages));
  expect(metadata.component).toMatchObject({ type: 'application', name: 'tutorial-tui', version: '1.2.3' });
  expect(components).toMatchObject([
    {
      group: '@some',
      name: 'thing',
      purl: 'pkg:npm/%40some/thing@2.0.0',
      licenses: [{ license: { id: 'MIT' } }],
      hashes: [{ alg: 'SHA-512', content: 'a5'.repeat(64) }],
    },
    { name: 'either', purl: 'pkg:npm/either@3.0.0', licenses: [{ expression: '(MIT OR CC0-1.0)' }] },
  ]);
  const [needs] = dependencies.filter(({ ref }: { ref: string }) => ref === 'pkg:npm/tutorial-tui@1.2.3');
  expect(needs.dependsOn).toEqual(components.map((each: { 'bom-ref': string }) => each['bom-ref']));
});
