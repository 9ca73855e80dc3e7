import * as z from 'zod';
import { nearest } from '../../nearest.ts';
import type { JsonText, Path } from './json-text.ts';
import { pathText } from './path-text.ts';
import { configSchema } from './schema.ts';

/** A key that somebody may have put a secret under. */
const SECRET_KEY = /pass?w|secret|token|credential|authorization|api_?key/i;
const SECRETS = 'USER_PASSWORD, CLIENT_SECRET, ACCESS_TOKEN, EXPIRED_ACCESS_TOKEN, STACK_AUTHORIZATION, KEY_PASSPHRASE';

/**
 * What is wrong with a configuration, a line each, as many as `most`: the path, where it stands, what was found and what may stand there. Of values only
 * their kind is told: any of them may be a secret.
 */
export function issueLines(error: z.ZodError, text: JsonText, most: number): string[] {
  // Each is worded only where it is told: a file may hold thousands.
  const faults = error.issues.flatMap((issue) => {
    const path = issue.path.filter((part) => typeof part !== 'symbol');
    if (issue.code !== 'unrecognized_keys') return [() => `${named(path, text)}: ${unfitting(issue, path, text)}`];
    return issue.keys.map((key) => () => `${named([...path, key], text)}: ${unknownKey(path, key)}`);
  });
  const more = faults.length > most ? [`… and ${faults.length - most} more.`] : [];
  return [...faults.slice(0, most).map((line) => line()), ...more];
}

function unfitting(issue: z.core.$ZodIssue, path: Path, text: JsonText): string {
  const found = valueAt(text.value, path);
  const meant = typeof found === 'string' ? nearest(found, valuesOf(issue)) : undefined;
  const words = issue.code === 'invalid_key' ? (issue.issues[0]?.message ?? issue.message) : issue.message;
  return `found ${kindOf(found)}; there may stand ${words}.${meant ? ` Did you mean ${meant}?` : ''}`;
}

/** `identity.token.by`, as it is written in JavaScript, and where it stands. */
function named(path: Path, text: JsonText): string {
  const { line, column } = text.placeOf(standing(text.value, path));
  return `${pathText(path)} (line ${line}, column ${column})`;
}

/** As far as a path leads to something that is there: what lacks is told where it should stand. */
function standing(value: unknown, path: Path): Path {
  const lacking = path.findIndex((_, index) => valueAt(value, path.slice(0, index + 1)) === undefined);
  return lacking === -1 ? path : path.slice(0, lacking);
}

function valueAt(value: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (inner, part) =>
      typeof inner === 'object' && inner !== null && Object.hasOwn(inner, part)
        ? (inner as Record<string | number, unknown>)[part]
        : undefined,
    value,
  );
}

function kindOf(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (value === null || typeof value === 'boolean') return String(value);
  if (typeof value === 'string') return value === '' ? 'an empty text' : 'a text';
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : 'a list';
  return typeof value === 'number' ? 'a number' : 'an object';
}

/** What may stand there, where that is one of a few words. */
function valuesOf(issue: z.core.$ZodIssue): readonly string[] {
  if (issue.code === 'invalid_value') return issue.values.map(String);
  return issue.code === 'invalid_union' && 'options' in issue ? (issue.options ?? []).map(String) : [];
}

function unknownKey(path: Path, key: string): string {
  const known = keysAt(path);
  const meant = nearest(key, known);
  const there = 'there is no such key.';
  if (meant) return `${there} Did you mean ${meant}?`;
  if (SECRET_KEY.test(key)) return `${there} No secret stands in a file: the environment holds it (${SECRETS}).`;
  const elsewhere = allPaths().find((other) => other.at(-1) === key);
  return `${there} ${elsewhere ? `Did you mean ${pathText(elsewhere)}?` : `There may stand ${known.join(', ')}.`}`;
}

type Shape = {
  readonly properties?: Readonly<Record<string, Shape>>;
  readonly oneOf?: readonly Shape[];
  readonly additionalProperties?: Shape | false;
};

/** The names that members of the object at a path may have. */
function keysAt(path: Path): string[] {
  const shape = path.reduce<readonly Shape[]>(
    (shapes, part) =>
      shapes.flatMap((each) => each.properties?.[part] ?? (each.additionalProperties || [])).flatMap(alternatives),
    [shapeOfAll()],
  );
  return [...new Set(shape.flatMap(({ properties = {} }) => Object.keys(properties)))];
}

function allPaths(shape = shapeOfAll(), path: readonly string[] = []): (readonly string[])[] {
  return alternatives(shape).flatMap(({ properties = {} }) =>
    Object.entries(properties).flatMap(([name, inner]) => [[...path, name], ...allPaths(inner, [...path, name])]),
  );
}

function alternatives(shape: Shape): readonly Shape[] {
  return shape.oneOf ?? [shape];
}

function shapeOfAll(): Shape {
  return z.toJSONSchema(configSchema, { io: 'input' }) as Shape;
}
