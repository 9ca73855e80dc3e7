import type { Field } from './http1/head.ts';

/** Fields about one connection (RFC 9110, section 7.6.1) that do not go on. */
const OF_ONE_CONNECTION = new Set(['proxy-connection', 'upgrade', 'http2-settings']);
/**
 * What Connection may say that is true of the connection at the other side as well, because the two live and die together: whether it stays, and
 * that trailers are welcome.
 */
const TRUE_OF_BOTH = new Set(['close', 'keep-alive', 'te']);
/** No field of these names stays behind. Without those that tell where a message ends, the next reader would find another one. */
const STAYS = new Set([...TRUE_OF_BOTH, 'content-length', 'transfer-encoding', 'host']);

/**
 * The fields of a message as they go on: all but those about one connection, what Connection names among them. Connection itself goes on with
 * what is true of both connections. Upgrade does not: the tap speaks HTTP/1.1 and nothing else, and the server answers as to somebody who does
 * not ask for more (RFC 9110, section 7.8).
 */
export function passedOn(fields: readonly Field[]): readonly Field[] {
  // Mostly there is nothing to leave behind, and this is done for each message.
  if (fields.every(goesOn)) return fields;
  const options = fields.filter(({ name }) => name === 'connection').flatMap(({ value }) => optionsIn(value));
  const dropped = new Set(options.map((option) => option.toLowerCase()).filter((option) => !STAYS.has(option)));
  return fields.flatMap((field) => {
    if (field.name !== 'connection') return OF_ONE_CONNECTION.has(field.name) || dropped.has(field.name) ? [] : [field];
    const value = optionsIn(field.value)
      .filter((option) => TRUE_OF_BOTH.has(option.toLowerCase()))
      .join(', ');
    return value === '' ? [] : [withValue(field, value)];
  });
}

/** As it is, and with all others. */
function goesOn({ name, value }: Field): boolean {
  return name === 'connection' ? TRUE_OF_BOTH.has(value.toLowerCase()) : !OF_ONE_CONNECTION.has(name);
}

/** A field with another value, its name as it was. */
export function withValue({ name, line }: Field, value: string): Field {
  return { name, value, line: `${line.slice(0, name.length)}: ${value}` };
}

function optionsIn(value: string): string[] {
  return value.split(',').map((option) => option.trim());
}
