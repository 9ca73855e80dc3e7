import { printer } from '../../src/evidence/print.ts';
import { Secret } from '../../src/evidence/secret.ts';

/** Whatever in this text is the salt of the run in which this credential has this print. */
export function saltsIn(text: string, credential: string, print: string | undefined): string[] {
  return (text.match(/[0-9a-f]{64}/g) ?? []).filter((found) => printer(new Secret(found))(credential) === print);
}
