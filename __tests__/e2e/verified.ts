import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { type VerifyDocument, verifyDocumentSchema } from '../../src/verify/document.ts';
import { type Ended, type Program, run, type StartOptions } from './program.ts';

const SCHEMA = new URL('../../docs/verify.schema.json', import.meta.url);
/** Whether it is a document of `verify --json`, by the schema that ships. */
export const isVerification = new Ajv2020({ strict: true }).compile(JSON.parse(readFileSync(SCHEMA, 'utf8')));

/** What `verify --json` came to. */
export type Verified = Program & Ended & { readonly report: VerifyDocument };

/** Runs `verify --json` with these options. Throws where what it writes is not its one document, by the schema that ships. */
export async function verified(options: readonly string[], started?: StartOptions): Promise<Verified> {
  const program = await run(['verify', ...options, '--json'], started);
  if (program.stdout === '') throw new Error(`verify ended with ${program.code}, without a report:\n${program.stderr}`);
  const document: unknown = JSON.parse(program.stdout);
  if (!isVerification(document)) throw new Error(JSON.stringify(isVerification.errors));
  return Object.assign(program, { report: verifyDocumentSchema.parse(document) });
}
