/**
 * Holds the imports to the table of rooms in docs/architecture.md: `npm run check` runs it. What a room may import is an allow-list; type imports
 * count. Neither rooms nor files may stand in a circle.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { basename, posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseSync } from '@swc/core';

const HEADING = '## The rooms';
const SOURCE = /\.tsx?$/;
const FOLDERS = ['src', 'steps', 'services', 'components'];

/**
 * The rooms of the table under "The rooms", in its order: paths (a folder ends in a slash), and what they may import: rooms, by path, and packages.
 * @param {string} markdown
 * @returns {{ paths: string[], mayImport: string[] }[]}
 */
export function roomsOf(markdown) {
  const [, section = ''] = markdown.split(`${HEADING}\n`);
  return section
    .split('\n## ')[0]
    .split('\n')
    .filter((line) => line.startsWith('| `'))
    .map((line) => {
      const [paths, , mayImport] = line.slice(1, -1).split('|').map(quoted);
      return { paths, mayImport };
    });
}

/** @param {string} cell */
function quoted(cell) {
  return [...cell.matchAll(/`([^`]+)`/g)].map(([, text]) => text);
}

/**
 * What breaks the plan, a sentence each; none where everything is in order.
 * @param {ReturnType<typeof roomsOf>} rooms
 * @param {ReadonlyMap<string, readonly string[]>} imports of every file, by its path
 */
export function violations(rooms, imports) {
  const roomOf = new Map([...imports.keys()].map((file) => [file, nearest(rooms, file)]));
  const used = new Map(rooms.map((room) => [room, new Set()]));
  for (const [file, all] of imports) for (const to of all) used.get(roomOf.get(file))?.add(to);
  const arrows = [...imports].flatMap(([file, all]) => all.filter((to) => imports.has(to)).map((to) => ({ file, to })));
  const packages = [...imports].flatMap(([file, all]) => all.filter((to) => !isPath(to)).map((to) => ({ file, to })));
  const named = rooms.flatMap(({ mayImport }) => mayImport);
  const owned = named.filter((name) => !isPath(name));
  return [
    ...[...imports.keys()].filter((file) => !roomOf.get(file)).map((file) => `${file} is in no room.`),
    ...named
      .filter((name) => isPath(name) && !rooms.some(({ paths }) => paths.includes(name)))
      .map((name) => `${name} is no room.`),
    ...arrows
      .filter(({ file, to }) => !mayImport(roomOf.get(file), roomOf.get(to)))
      .map(({ file, to }) => `${file} may not import ${to}.`),
    ...packages
      .filter(({ to }) => owned.some((name) => isOf(name, to)))
      .filter(({ file, to }) => !roomOf.get(file)?.mayImport.some((name) => isOf(name, to)))
      .map(({ file, to }) => `${file} may not import ${to}.`),
    ...rooms.flatMap((room) =>
      room.mayImport
        .filter((name) => ![...used.get(room)].some((to) => (isPath(name) ? isIn(name, to) : isOf(name, to))))
        .map((name) => `${room.paths[0]} names ${name}, and imports nothing of it.`),
    ),
    ...circles(planOf(rooms)).map((circle) => `Rooms in a circle: ${circle.join(' → ')}.`),
    ...circles(imports).map((circle) => `Files in a circle: ${circle.join(' → ')}.`),
  ];
}

/**
 * What every source file of the program imports, by its path from the root.
 * @param {URL} root
 */
export function importsUnder(root) {
  const files = FOLDERS.flatMap((folder) =>
    readdirSync(new URL(`${folder}/`, root), { recursive: true, encoding: 'utf8' })
      .filter((name) => SOURCE.test(name))
      .map((name) => posix.join(folder, name.replaceAll('\\', '/'))),
  );
  return new Map(files.map((file) => [file, importsOf(file, readFileSync(new URL(file, root), 'utf8'))]));
}

function planOf(rooms) {
  const first = (path) => rooms.find(({ paths }) => paths.includes(path))?.paths[0];
  return new Map(rooms.map(({ paths: [name], mayImport }) => [name, mayImport.map(first).filter(Boolean)]));
}

/** Whether a name is a path of ours, and no package. */
function isPath(name) {
  return FOLDERS.some((folder) => name.startsWith(`${folder}/`));
}

/** Whether an import is of this package; `node:` stands for all that Node.js brings. */
function isOf(name, imported) {
  return imported === name || imported.startsWith(name.endsWith(':') ? name : `${name}/`);
}

/** Whether a path names this file, or its folder. */
function isIn(path, file) {
  return path === file || (path.endsWith('/') && file.startsWith(path));
}

/** The room of a file: that of the longest path which names it or its folder. */
function nearest(rooms, file) {
  const length = ({ paths }) => Math.max(0, ...paths.filter((path) => isIn(path, file)).map((path) => path.length));
  const [longest] = rooms.toSorted((a, b) => length(b) - length(a));
  return longest && length(longest) > 0 ? longest : undefined;
}

function mayImport(from, to) {
  return !from || !to || from === to || to.paths.some((path) => from.mayImport.includes(path));
}

/**
 * What a file imports, with types and where it is loaded late: paths from the root, and packages.
 * @param {string} file
 * @param {string} text
 * @returns {string[]}
 */
export function importsOf(file, text) {
  const { body } = parseSync(text, { syntax: 'typescript', tsx: file.endsWith('x') });
  const found = [];
  collect(body, (node) => {
    if (/^(?:Import|ExportNamed|ExportAll)Declaration$/.test(node.type)) found.push(node.source?.value);
    if (node.type === 'CallExpression' && node.callee.type === 'Import')
      found.push(node.arguments[0]?.expression.value);
    if (node.type === 'TsImportType') found.push(node.argument.value);
  });
  return found
    .filter((name) => typeof name === 'string')
    .map((name) => (name.startsWith('.') ? posix.join(posix.dirname(file), name) : name));
}

function collect(node, visit) {
  if (typeof node !== 'object' || node === null) return;
  if (typeof node.type === 'string') visit(node);
  for (const inner of Object.values(node)) collect(inner, visit);
}

/** One circle for each knot of a graph, found by walking it once. */
function circles(graph) {
  const found = [];
  const done = new Set();
  const walk = (node, way) => {
    const start = way.indexOf(node);
    if (start !== -1) {
      found.push([...way.slice(start), node]);
      return;
    }
    if (done.has(node)) return;
    for (const next of graph.get(node) ?? []) walk(next, [...way, node]);
    done.add(node);
  };
  for (const node of graph.keys()) walk(node, []);
  return found;
}

if (basename(process.argv[1] ?? '') === basename(fileURLToPath(import.meta.url))) {
  const root = new URL('../', import.meta.url);
  const found = violations(roomsOf(readFileSync(new URL('docs/architecture.md', root), 'utf8')), importsUnder(root));
  for (const sentence of found) process.stderr.write(`${sentence}\n`);
  process.exitCode = found.length === 0 ? 0 : 1;
}
