import { readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { importsOf, importsUnder, roomsOf, violations } from '../../scripts/rooms.js';
import { scratchCopy } from './scratch-copy.ts';

const root = new URL('../../', import.meta.url);
const rooms = roomsOf(readFileSync(new URL('docs/architecture.md', root), 'utf8'));
const imports = importsUnder(root);
const nameOf = ([name = '']: readonly string[]) => name;
/** A file in a room, or the room's own file. */
const fileIn = (room: string) => (room.endsWith('/') ? `${room}stranger.ts` : room);
const anyFileOf = (room: string) => [...imports.keys()].find((file) => file.startsWith(room)) ?? room;

/** What is said where `file` also has this line. */
function withLine(file: string, line: string): string[] {
  return violations(rooms, new Map([...imports, [file, [...importsOf(file, line), ...(imports.get(file) ?? [])]]]));
}

function importing(file: string, to: string): string {
  const path = posix.relative(posix.dirname(file), to);
  return path.startsWith('.') ? path : `./${path}`;
}

test('the program keeps to the plan', () => {
  expect(violations(rooms, imports)).toEqual([]);
});

test('every folder and every loose file has a row', () => {
  expect(rooms.length).toBeGreaterThan(20);
  expect(withLine('services/attic/old.ts', '')).toContain('services/attic/old.ts is in no room.');
  expect(withLine('src/loose.ts', '')).toContain('src/loose.ts is in no room.');
});

describe.each(rooms.map(({ paths, mayImport }) => ({ room: nameOf(paths), mayImport })))(
  '$room',
  ({ room, mayImport }) => {
    const file = fileIn(room);
    const strangers = rooms.filter(
      ({ paths }) => nameOf(paths) !== room && !paths.some((path) => mayImport.includes(path)),
    );

    test('may not import what its row does not name, types included, early or late', () => {
      expect(strangers.length).toBeGreaterThan(0);
      const all = strangers.map(({ paths }) => anyFileOf(nameOf(paths)));
      const lines: ((from: string) => string)[] = [
        (from) => `import type { T } from '${from}';`,
        (from) => `import '${from}';`,
        (from) => `export * from '${from}';`,
        (from) => `import('${from}');`,
        (from) => `let late: import('${from}').T;`,
      ];
      for (const line of lines)
        expect(withLine(file, all.map((to) => line(importing(file, to))).join('\n'))).toEqual(
          expect.arrayContaining(all.map((to) => `${file} may not import ${to}.`)),
        );
    });

    test('may not import a package that belongs to others', () => {
      const packages = new Set(rooms.flatMap(({ mayImport: all }) => all.filter((name) => /^@|^[^/]*$/.test(name))));
      const inside = [...packages].map((name) => (name === 'node:' ? 'node:fs' : name));
      const isOurs = (name: string) =>
        mayImport.some((own) => name === own || (own === 'node:' && name.startsWith(own)));
      expect(withLine(file, inside.map((name) => `import '${name}';`).join('\n'))).toEqual(
        inside.filter((name) => !isOurs(name)).map((name) => `${file} may not import ${name}.`),
      );
    });
  },
);

test('neither rooms nor files stand in a circle', () => {
  const [wire, errors] = ['services/wire/', 'src/errors.ts'];
  const circle = rooms.map((room) =>
    nameOf(room.paths) === errors ? { ...room, mayImport: [...room.mayImport, wire] } : room,
  );
  expect(violations(circle, imports).join('\n')).toMatch(/Rooms in a circle: .*services\/wire\//);
  expect(
    violations(
      rooms,
      new Map([
        ...imports,
        ['services/wire/a.ts', ['services/wire/b.ts']],
        ['services/wire/b.ts', ['services/wire/a.ts']],
      ]),
    ),
  ).toEqual(['Files in a circle: services/wire/a.ts → services/wire/b.ts → services/wire/a.ts.']);
});

test('a row names what is there, and what its files import', () => {
  const named = (...names: string[]) =>
    violations(
      rooms.map((room) =>
        nameOf(room.paths) === 'services/wire/' ? { ...room, mayImport: [...room.mayImport, ...names] } : room,
      ),
      imports,
    );
  expect(named('src/version.ts', 'commander')).toEqual([
    'services/wire/ names src/version.ts, and imports nothing of it.',
    'services/wire/ names commander, and imports nothing of it.',
  ]);
  expect(named('src/attic/')).toContain('src/attic/ is no room.');
});

test('`npm run check` fails where something is said', () => {
  const copy = scratchCopy();
  try {
    expect(copy.node('scripts/rooms.js')).toBe('');
    copy.change('docs/architecture.md', '| `src/evidence/` |', '| `src/attic/` |');
    expect(() => copy.node('scripts/rooms.js')).toThrow('src/evidence/hop.ts is in no room.');
  } finally {
    copy.remove();
  }
});

test('`npm run check` looks', () => {
  const { scripts } = JSON.parse(readFileSync(new URL('package.json', root), 'utf8'));
  expect(scripts.check).toContain('node scripts/rooms.js');
});
