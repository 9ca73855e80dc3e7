import { createHmac, randomBytes } from 'node:crypto';
import * as z from 'zod';
import { Secret } from './secret.ts';

/** Makes the print of a credential: equal wherever the same one is seen in this run, and nowhere else. Empty for the empty one. */
export type Print = (credential: string) => string;

/** 48 bits: of a thousand credentials in one run, two have the same print once in half a billion runs. */
const HEX_DIGITS = 12;

/** A print, of what comes from outside. */
export const printSchema = z
  .string()
  .regex(/^(?:[0-9a-f]{12})?$/)
  .describe(
    'a salted hash: equal wherever the same credential is seen in this run, of no use anywhere else; empty where there was none',
  );

/** What the prints of one run are made with. Who does not know it can neither tell whose a print is, nor try whether a guess fits. */
export function newSalt(): Secret {
  return new Secret(randomBytes(32).toString('hex'));
}

/** Prints are HMAC-SHA-256 under the salt (RFC 2104), shortened (its section 5 allows it). */
export function printer(salt: Secret): Print {
  return (credential) =>
    credential === '' ? '' : createHmac('sha256', salt.reveal()).update(credential).digest('hex').slice(0, HEX_DIGITS);
}
