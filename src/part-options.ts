import { Option } from 'commander';
import type { ServedPart, ServeOption } from '../services/part/served-part.ts';
import { nonEmpty, port, webUrl } from './option-values.ts';

/** The options that the parts there are bring along, made from their table. */

const VALUES = { 'some text': nonEmpty, 'web URL': webUrl } as const;

/** The option that pins a part's port in a lesson. */
function portOption({ name }: ServedPart): Option {
  return new Option(`--port-${name} <port>`, `pin the ${name} server's port`).argParser(port);
}

/** The options that pin the parts' ports, and how the ports are read out of what commander parsed. */
export function portOptions(parts: readonly ServedPart[]) {
  const options = parts.map((part) => ({ name: part.name, option: portOption(part) }));
  return {
    options: options.map(({ option }) => option),
    portsIn: (values: Readonly<Record<string, unknown>>): Record<string, number> =>
      Object.fromEntries(
        options.flatMap(({ name, option }) => {
          const value = values[option.attributeName()];
          return typeof value === 'number' ? [[name, value]] : [];
        }),
      ),
  };
}

/** An option of `serve` that only some parts have. */
export interface PartOption {
  readonly option: Option;
  readonly owners: readonly string[];
}

/** The options of `serve` that parts have of their own; parts may share one. */
export function serveOptions(parts: readonly ServedPart[]): readonly PartOption[] {
  const owners = new Map<string, { first: ServeOption; names: string[] }>();
  for (const { name, options } of parts) {
    for (const option of options) {
      const known = owners.get(option.flags);
      if (known) known.names.push(name);
      else owners.set(option.flags, { first: option, names: [name] });
    }
  }
  return [...owners.values()].map(({ first, names }) => ({ option: commanderOption(first, names), owners: names }));
}

function commanderOption(
  { flags, about, standard, takes, choices, conflicts }: ServeOption,
  owners: readonly string[],
): Option {
  const option = new Option(flags, `${owners.join(', ')}: ${about}`);
  if (standard !== undefined) option.default(standard);
  if (takes !== undefined) option.argParser(VALUES[takes]);
  if (choices !== undefined) option.choices(choices);
  if (conflicts !== undefined) option.conflicts(conflicts);
  return option;
}
