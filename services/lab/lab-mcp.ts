import type { Observe } from '../../src/evidence/hop.ts';
import type { Secret } from '../../src/evidence/secret.ts';
import type { OfferedTool } from '../clients/mcp.ts';
import { type FoundMcp, findMcp, mcpCandidates } from '../clients/mcp-find.ts';
import type { McpTransport } from '../clients/mcp-session.ts';
import type { Part } from '../part/part.ts';

/** The part that offers tools. */
export const MCP = 'mcp';

/** A tool call of the learner's own, in place of the tutorial's. */
export interface OwnCall {
  readonly tool: string;
  readonly arguments: Readonly<Record<string, unknown>>;
  /** What the answer has to contain where the token is the right one. */
  readonly expect?: string;
}

/** How an MCP server of the learner's is spoken to, and what is called. */
export interface McpSpeech {
  /** Where it is itself; a tap may stand before it. Its path is taken as it is. */
  readonly url?: string | undefined;
  /** Found out where it is left out. */
  readonly transport?: McpTransport | undefined;
  readonly call?: OwnCall | undefined;
  /** The base URL by which the stack server finds it, where that is another one than from here. */
  readonly inside?: string | undefined;
  /** … and by which it finds the tool itself. */
  readonly tool?: string | undefined;
}

/** What of its lab it has to know. */
interface LabOfMcp {
  running(part: string): Pick<Part, 'reports'> | undefined;
  url(part: string): string;
}

/** Where the MCP server of a lab is asked. */
export interface McpOfLab {
  /** What it was found to be; as long as it was not asked, where it is looked for first. One of ours is spoken to as the tutorial does. */
  readonly found: FoundMcp;
  /** What is called of it, where that is not the tutorial's. */
  readonly call?: OwnCall | undefined;
  /** The base URL by which the stack server finds it, where that is another one than from here: no tap is passed there. */
  readonly inside?: string | undefined;
  /** The URL by which it finds the tool, where that is another one than from here. */
  readonly tool?: string | undefined;
  /**
   * The tools that it offers; how they were listed is told as a hop. `token` is asked for where it wants to be brought one. Throws a TutorialError that
   * says what is there instead.
   */
  tools(signal: AbortSignal, token: () => Promise<Secret | undefined>): Promise<readonly OfferedTool[]>;
  /** Another one may have taken its place. */
  forget(): void;
}

/** The same, whose ever it is. */
export class LabMcp implements McpOfLab {
  readonly #lab: LabOfMcp;
  readonly #speech: McpSpeech | undefined;
  readonly #observe: Observe;
  #found: FoundMcp | undefined;

  constructor(lab: LabOfMcp, speech: McpSpeech | undefined, observe: Observe) {
    this.#lab = lab;
    this.#speech = speech;
    this.#observe = observe;
  }

  get call(): OwnCall | undefined {
    return this.#speech?.call;
  }

  get inside(): string | undefined {
    return this.#speech?.inside;
  }

  get tool(): string | undefined {
    return this.#speech?.tool;
  }

  get found(): FoundMcp {
    if (this.#found) return this.#found;
    const [likeliest] = this.#candidates;
    if (!likeliest) throw new Error('an MCP server has no address');
    return { ...likeliest, isProtected: false };
  }

  async tools(signal: AbortSignal, token: () => Promise<Secret | undefined>): Promise<readonly OfferedTool[]> {
    const candidates = this.#found ? [this.#found] : this.#candidates;
    const { found, tools } = await findMcp(candidates, token, { signal, observe: this.#observe });
    this.#found = found;
    return tools;
  }

  forget(): void {
    this.#found = undefined;
  }

  get #candidates() {
    const here = this.#lab.url(MCP);
    const { url, transport } = this.#speech ?? {};
    const isTheirs = this.#lab.running(MCP)?.reports === false;
    if (!isTheirs || url === undefined) return mcpCandidates(new URL('/sse', here), 'sse');
    return mcpCandidates(new URL(new URL(url).pathname, here), transport);
  }
}
