import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EXIT_CODES } from '../../src/errors.ts';
import { ROOT } from './markdown.ts';

/** What CONTRIBUTING.md says to write: a row, and what opens it. */
const KIND = `import type { ProviderKind } from '../provider-kind.ts';

export const doorKind: ProviderKind = {
  asked: { word: 'door' },
  whose: 'own',
  password: 'known',
  keeps: false,
  auto: false,
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

let copy: string;

beforeAll(() => {
  copy = mkdtempSync(join(tmpdir(), 'tutorial-tui-provider-'));
  for (const path of ['src', 'services', 'steps', 'components', 'scripts', 'docs/architecture.md', 'package.json'])
    cpSync(join(ROOT, path), join(copy, path), { recursive: true });
  const settings = JSON.parse(readFileSync(join(ROOT, 'tsconfig.json'), 'utf8'));
  writeFileSync(join(copy, 'tsconfig.json'), JSON.stringify({ ...settings, include: ['src', 'services'] }));
  symlinkSync(join(ROOT, 'node_modules'), join(copy, 'node_modules'), 'junction');
  mkdirSync(join(copy, 'services/identity/door'));
  writeFileSync(join(copy, 'services/identity/door/kind.ts'), KIND);
  writeFileSync(join(copy, 'services/identity/door/source.ts'), SOURCE);
  const table = join(copy, 'services/identity/providers.ts');
  const rows = readFileSync(table, 'utf8').replace('[containerKind,', '[doorKind, containerKind,');
  writeFileSync(table, `import { doorKind } from './door/kind.ts';\n${rows}`);
});
afterAll(() => rmSync(copy, { recursive: true, force: true }));

const node = (...args: string[]) => execFileSync(process.execPath, args, { cwd: copy, stdio: 'pipe' }).toString();

test('a folder and a row are an identity provider: types, rooms, --help and --idp know it', () => {
  node('node_modules/typescript/bin/tsc', '--noEmit');
  node('scripts/rooms.js');
  node('scripts/build.js');
  expect(node('dist/bin.js', '--help')).toMatch(/auto, door, container, embedded/);
  const { status, stdout, stderr } = spawnSync(process.execPath, ['dist/bin.js', '--ci', '--idp', 'door'], {
    cwd: copy,
    env: { ...process.env, HOME: copy, XDG_STATE_HOME: copy },
    encoding: 'utf8',
  });
  expect(stdout).toContain('the door, as asked');
  expect(stderr).toMatch(/error: .*The door of demo is locked\.\n(?:.*\n)*? +next {2}Knock\./);
  expect(status).toBe(EXIT_CODES['part-unreachable']);
});
