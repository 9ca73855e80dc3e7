import { parseSync } from '@swc/core';

/** Modules and packages that open connections, or ask for names. */
const NETWORK =
  /^(?:node:)?(?:https?|http2|net|tls|dgram|dns|inspector)(?:\/promises)?$|^(?:undici|axios|got|ky|node-fetch|ws|eventsource)(?:\/.*)?$/;
/** What of them does neither. */
const HARMLESS = new Set(['createServer', 'STATUS_CODES', 'BlockList', 'isIP']);
/** Globals that open connections, and what loads a module which no import names. */
const GLOBALS = new Set(['fetch', 'WebSocket', 'EventSource', 'XMLHttpRequest']);
const LOADERS = new Set(['require', 'createRequire', 'getBuiltinModule']);

/** Of a syntax tree. */
interface Node {
  readonly type?: string;
  readonly [key: string]: unknown;
}

/** With what a file could open a connection, by name. Types count for nothing. */
export function waysOut(file: string, text: string): string[] {
  const { body } = parseSync(text, { syntax: 'typescript', tsx: file.endsWith('x') });
  return body.flatMap((statement) => waysIn({ ...statement }));
}

function waysIn(node: Node): string[] {
  if (isType(node)) return [];
  switch (node.type) {
    case 'ImportDeclaration':
    case 'ExportNamedDeclaration':
    case 'ExportAllDeclaration':
      return taken(node);
    case 'CallExpression':
      return [...loadedLate(node), ...inside(node)];
    case 'MemberExpression':
      return [...ofAGlobal(node), ...inside(node)];
    case 'Identifier':
      return [String(node.value)].filter((name) => GLOBALS.has(name) || LOADERS.has(name));
    default:
      return inside(node);
  }
}

/** What an import, or an export from elsewhere, takes of such a module. */
function taken({ typeOnly, source, specifiers = [] }: Node): string[] {
  const module = String((source as Node | null)?.value);
  if (typeOnly === true || !NETWORK.test(module)) return [];
  const names = (specifiers as Node[])
    .filter(({ isTypeOnly }) => isTypeOnly !== true)
    .map(({ type, imported, orig, local }) =>
      /^(?:Im|Ex)portSpecifier$/.test(type ?? '') ? String(((imported ?? orig ?? local) as Node).value) : '*',
    );
  return (names.length === 0 ? ['*'] : names).filter((name) => !HARMLESS.has(name)).map((name) => `${module} ${name}`);
}

/** A module that is loaded when it is needed. One whose name is not known before could be any. */
function loadedLate({ callee, arguments: given }: Node): string[] {
  if ((callee as Node).type !== 'Import') return [];
  const [{ expression }] = given as [{ expression: Node }];
  if (expression.type !== 'StringLiteral') return ['import(?)'];
  return NETWORK.test(String(expression.value)) ? [`${expression.value} *`] : [];
}

/** `globalThis.fetch`, `process.getBuiltinModule`, and the same with brackets. */
function ofAGlobal({ object, property }: Node): string[] {
  const { type, value, expression } = property as Node;
  const name = String(type === 'Computed' ? (expression as Node).value : value);
  return LOADERS.has(name) || (GLOBALS.has(name) && (object as Node).value === 'globalThis') ? [name] : [];
}

/** What stands inside. The names of members are no references. */
function inside(node: Node): string[] {
  return Object.entries(node)
    .filter(([key, child]) => !(['key', 'property'].includes(key) && (child as Node | null)?.type === 'Identifier'))
    .flatMap(([, child]) => (Array.isArray(child) ? child : [child]))
    .filter((child): child is Node => typeof child === 'object' && child !== null)
    .flatMap(waysIn);
}

/** `as` and `satisfies` hold an expression; all else of TypeScript's is about types. */
function isType({ type = '', ...rest }: Node): boolean {
  return type.startsWith('Ts') && !('expression' in rest);
}
