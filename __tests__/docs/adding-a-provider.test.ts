import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { EXIT_CODES } from '../../src/errors.ts';
import { type ScratchCopy, scratchCopy } from './scratch-copy.ts';

/** What CONTRIBUTING.md says to write: a row, and what opens it. */
const KIND = `import type { ProviderKind } from '../provider-kind.ts';

export const doorKind: ProviderKind = {
  asked: { word: 'door' },
  whose: 'own',
  password: 'known',
  keeps: false,
  auto: false,
  endpointsAt: (url) => ({
    issuer: url,
    token: \`\${url}/token\`,
    endSession: undefined,
    introspection: undefined,
    revocation: undefined,
    keys: undefined,
    scopes: undefined,
    algorithms: undefined,
  }),
  source: async (wish) => (await import('./source.ts')).doorSource(wish),
};
`;
const SOURCE = `import { TutorialError } from '../../../src/errors.ts';
import type { IdentityWish, ProviderSource } from '../provider-kind.ts';

export function doorSource({ plan }: IdentityWish): ProviderSource {
  return {
    title: 'the door',
    look: async () => ({ is: 'here', why: 'there is one' }),
    open: async () => {
      throw new TutorialError('part-unreachable', \`The door of \${plan.realm} is locked.\`, { next: 'Knock.' });
    },
  };
}
`;

let copy: ScratchCopy;

beforeAll(() => {
  copy = scratchCopy();
  mkdirSync(join(copy.folder, 'services/identity/door'));
  writeFileSync(join(copy.folder, 'services/identity/door/kind.ts'), KIND);
  writeFileSync(join(copy.folder, 'services/identity/door/source.ts'), SOURCE);
  const table = 'services/identity/providers.ts';
  copy.change(table, '[containerKind,', '[doorKind, containerKind,');
  copy.change(
    table,
    'import { containerKind }',
    "import { doorKind } from './door/kind.ts';\nimport { containerKind }",
  );
});
afterAll(() => copy.remove());

test('a folder and a row are an identity provider: types, rooms, --help and --idp know it', () => {
  copy.node('node_modules/typescript/bin/tsc');
  copy.node('scripts/rooms.js');
  copy.node('scripts/build.js');
  expect(copy.program('--help').stdout).toMatch(/auto, door, /);
  const { status, stdout, stderr } = copy.program('--ci', '--idp', 'door');
  expect(stdout).toContain('the door, as asked');
  expect(stderr).toMatch(/error: .*The door of demo is locked\.\n(?:.*\n)*? +next {2}Knock\./);
  expect(status).toBe(EXIT_CODES['part-unreachable']);
});
