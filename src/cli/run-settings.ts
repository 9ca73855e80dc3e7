import { resolve } from 'node:path';
import type { Command } from 'commander';
import type { ConfigFile } from '../deployment/config/read-config.ts';
import { keyIn, onlyIfNamed } from '../deployment/sources.ts';
import { TutorialError } from '../errors.ts';
import { nearest } from '../nearest.ts';
import { type Told, takeFrom } from './option-sources.ts';

/** Takes what `run` of a configuration file says of a command's options; what it says of others is another command's. Throws as `takeFrom` does. */
export function takeRun(command: Command, file: ConfigFile): void {
  const { ports = {}, only, reporters, ...rest } = file.config.run ?? {};
  const said = [
    { key: 'reporters', option: '--reporter', value: reporters?.map((each) => besideFile(each, file)).join('\n') },
    ...Object.entries({ ...rest, only: only?.join(',') }).map(([key, value]) => ({ key, option: `--${key}`, value })),
    ...Object.entries(ports).map(([part, value]) => ({ key: `ports.${part}`, option: `--port-${part}`, value })),
  ];
  // In its own folder, or in any other.
  if (reporters && !file.wasNamed)
    throw onlyIfNamed(file, 'run.reporters', { does: 'writes files', harm: 'write over files' });
  const told = said.flatMap(({ key, option: long, value }): Told[] => {
    const option = command.options.find((each) => each.long === long);
    return option && value !== undefined ? [{ option, text: String(value), as: keyIn(file, `run.${key}`) }] : [];
  });
  checkParts(command, file, Object.keys(ports));
  takeFrom('config', command, told);
}

/** The same reporter, with its file where the file says so: relative to itself. */
function besideFile(reporter: string, { folder }: ConfigFile): string {
  const [, name, path] = /^([^=]*)=(.+)$/s.exec(reporter) ?? [];
  return path === undefined ? reporter : `${name}=${resolve(folder, path)}`;
}

/** A port of no part is a mistake, where the command has ports at all. */
function checkParts(command: Command, file: ConfigFile, parts: readonly string[]): void {
  const known = command.options.flatMap(({ long }) => /^--port-(.+)$/.exec(long ?? '')?.[1] ?? []);
  const stray = parts.find((part) => !known.includes(part));
  if (stray === undefined || known.length === 0) return;
  const meant = nearest(stray, known);
  throw new TutorialError('usage', `${keyIn(file, 'run.ports')} names what is no part.`, {
    next: meant ? `Did you mean ${meant}?` : `The parts are ${known.join(', ')}.`,
  });
}
