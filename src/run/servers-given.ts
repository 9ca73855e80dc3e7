import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { readRegularFile } from '../../services/machine/regular-file.ts';
import type { Deployment } from '../deployment.ts';
import { parseJson } from '../evidence/json.ts';
import { SERVERS_FILE } from './passing-files.ts';
import type { RunFolder } from './run-folder.ts';

/** Bytes; an origin has some twenty. */
const LIMIT = 20_000;
const originsSchema = z.array(z.url()).max(20);

/** Notes in the folder of a run which servers it was given that are there without it, so that `down` leaves a lab standing that they belong to. */
export function noteServers(folder: Pick<RunFolder, 'file'>, deployment: Deployment): void {
  const origins = originsGiven(deployment);
  const file = folder.file(SERVERS_FILE);
  if (file === undefined || origins.length === 0) return;
  try {
    // At once, and before any of them is asked.
    writeFileSync(file, JSON.stringify(origins), { mode: 0o600 });
  } catch {
    // A full disk costs the note, not the lesson.
  }
}

/** What stands there, of a run that goes on; empty where it was given none. */
export async function serversGiven(folder: string): Promise<readonly string[]> {
  const text = await readRegularFile(join(folder, SERVERS_FILE), LIMIT).catch(() => undefined);
  return text === undefined ? [] : (originsSchema.safeParse(parseJson(text)).data ?? []);
}

/** Of a URL the origin alone (RFC 6454, section 4): the rest may hold a secret. */
function originsGiven({ identity, stack, mcp, tool, model }: Deployment): string[] {
  const given = [identity.which, stack?.url, mcp?.url, tool?.url, model?.which].filter((each) => each !== undefined);
  const urls = given.filter((each) => URL.canParse(each)).map((each) => new URL(each));
  return [...new Set(urls.map(({ origin }) => origin).filter((origin) => origin !== 'null'))];
}
