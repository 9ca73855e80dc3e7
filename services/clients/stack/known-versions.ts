import type { GenerationId } from './generation.ts';

/** Which generations the minor versions of Llama Stack 0 are; of several, the first whose provider the server has, else the last. */
const BY_MINOR: readonly { readonly from: number; readonly to: number; readonly ids: readonly GenerationId[] }[] = [
  { from: 2, to: 2, ids: ['provider-data', 'mcp-headers'] },
  { from: 3, to: 3, ids: ['mcp-headers'] },
  { from: 4, to: 6, ids: ['authorization'] },
  { from: 7, to: 7, ids: ['responses'] },
];

/** What a server is called, with its version: from 1 on it is OGX. */
export function serverTitle(version: string): string {
  return `${numbersOf(version).major >= 1 ? 'OGX' : 'Llama Stack'} ${version}`;
}

/** The generations that a server of `version` may be; none where it is older, or newer, than what is known. */
export function generationsOfVersion(version: string): readonly GenerationId[] {
  const { major, minor } = numbersOf(version);
  if (major === 1) return ['responses'];
  return (major === 0 && BY_MINOR.find(({ from, to }) => from <= minor && minor <= to)?.ids) || [];
}

/** Whether a server of `version` is older than what this program speaks. */
export function isTooOld(version: string): boolean {
  const { major, minor } = numbersOf(version);
  return major === 0 && minor < 2;
}

/**
 * The client version to name to a server of `version`: it answers 426 to clients of another major.minor. Undefined from 1 on, whose header is another
 * one; who names none is answered.
 */
export function clientVersionFor(version: string): string | undefined {
  const { major, minor } = numbersOf(version);
  return major === 0 ? `0.${minor}.0` : undefined;
}

function numbersOf(version: string): { major: number; minor: number } {
  const [major = 0, minor = 0] = version.split('.').map((part) => Number.parseInt(part, 10));
  return { major, minor };
}
