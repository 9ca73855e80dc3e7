/** The value that a JSON text holds; undefined where it is no JSON (which has no undefined of its own). */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Whether a JSON value is an object (RFC 8259, section 4): neither an array nor null. */
export function isJsonObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A value of JSON in words: a text as it is, an object as JSON, for it may have a `toString` that is none. */
export function inWords(value: unknown): string {
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
