/** The surface this program speaks first, the tutorial's. */
export const CLIENT_VERSION = '0.2.3';

/** Llama Stack's versions that have tool groups over HTTP, by their minor number: 0.7.0 dropped them. */
const FIRST_MINOR = 2;
const LAST_MINOR = 6;

/**
 * The client version to name to a server of `version`, or undefined where it is of a generation whose calls are others. A server answers 426 to
 * clients of another major.minor. Tried with 0.2.3, 0.2.12, 0.3.5 and 0.6.1, whose calls for tool groups are the same
 * (docs/references/llama-stack-generations.md).
 */
export function clientVersionFor(version: string): string | undefined {
  const { major, minor } = numbersOf(version);
  return major === 0 && minor >= FIRST_MINOR && minor <= LAST_MINOR ? `${major}.${minor}.0` : undefined;
}

/** Why this program cannot use the tool groups of a server of `version`. */
export function whyNoToolGroups(version: string): string {
  const { major, minor } = numbersOf(version);
  return major === 0 && minor < FIRST_MINOR
    ? `Its calls are older than those that this program knows, which are those of 0.${FIRST_MINOR} to 0.${LAST_MINOR}`
    : 'Llama Stack dropped them with 0.7.0: since then each request to its Responses API names the MCP server and brings the token along, as `authorization`';
}

function numbersOf(version: string): { major: number; minor: number } {
  const [major = 0, minor = 0] = version.split('.').map((part) => Number.parseInt(part, 10));
  return { major, minor };
}
