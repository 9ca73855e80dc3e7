import type { RawFields } from '../../wire/passage.ts';

/** Fields about one connection (RFC 9110, section 7.6.1) that do not go on. */
const OF_ONE_CONNECTION = new Set(['connection', 'proxy-connection', 'upgrade', 'http2-settings']);
/**
 * What Connection may say that is true of the connection at the other side as well, because the two live and die together: whether it stays, and
 * that trailers are welcome.
 */
const TRUE_OF_BOTH = new Set(['close', 'keep-alive', 'te']);

/**
 * The fields of a message as they go on: all but those about one connection, what Connection names among them. Connection itself goes on with
 * what is true of both connections. Upgrade does not: the tap speaks HTTP/1.1 and nothing else, and the server answers as to somebody who does
 * not ask for more (RFC 9110, section 7.8).
 */
export function passedOn(fields: RawFields): string[] {
  const options = valuesOf(fields, 'connection')
    .flatMap((value) => value.split(','))
    .map((option) => option.trim());
  const dropped = new Set(options.map((option) => option.toLowerCase()).filter((option) => !TRUE_OF_BOTH.has(option)));
  const kept: string[] = [];
  for (let at = 0; at < fields.length; at += 2) {
    const [name = '', value = ''] = [fields[at], fields[at + 1]];
    const key = name.toLowerCase();
    if (key === 'connection') {
      const stays = value.split(',').filter((option) => TRUE_OF_BOTH.has(option.trim().toLowerCase()));
      if (stays.length > 0) kept.push(name, stays.join(',').trim());
    } else if (!OF_ONE_CONNECTION.has(key) && !dropped.has(key)) kept.push(name, value);
  }
  return kept;
}

/** Every value of a field, in order. */
export function valuesOf(fields: RawFields, name: string): string[] {
  return fields.filter((_, at) => at % 2 === 1 && fields[at - 1]?.toLowerCase() === name);
}

/** The fields without one. */
export function without(fields: RawFields, name: string): string[] {
  return fields.filter((_, at) => fields[at - (at % 2)]?.toLowerCase() !== name);
}

/** Raw fields as pairs, as Node takes trailers. */
export function pairs(fields: RawFields): [name: string, value: string][] {
  return Array.from({ length: fields.length / 2 }, (_, at) => [fields[2 * at] ?? '', fields[2 * at + 1] ?? '']);
}
