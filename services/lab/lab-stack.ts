import { randomBytes } from 'node:crypto';
import type { ToolGroup } from '../clients/stack/answers.ts';
import { createStackClient, type StackClient, type StackClientOptions } from '../clients/stack/client.ts';
import { BUNDLED_STACK, type FoundStack } from '../clients/stack/found-stack.ts';
import type { StackGeneration } from '../clients/stack/generation.ts';
import { TOOL_GROUP } from '../clients/tutorial-tool.ts';
import { hold, type Leftover, letGo } from '../machine/leftovers.ts';
import type { Part } from '../part/part.ts';

/** How a stack server of the learner's is spoken to, as far as that was said. */
export interface StackSpeech extends Pick<StackClientOptions, 'generation' | 'headers' | 'model' | 'provider'> {
  /** Where it is itself; a tap may stand before it. */
  readonly url: string;
  /** The variables that hold its headers. */
  readonly wants?: FoundStack['wants'];
  /** A tool group that is there, to be used as it is; the lesson registers one where it is left out. */
  readonly toolGroup?: string | undefined;
}

/** What was found of a tool group that is the learner's. */
export interface OwnToolGroup {
  /** Where it has its MCP server. */
  readonly endpoint?: string | undefined;
  /** As which generation it is brought a token, where that is not the stack server's own. */
  readonly as?: StackGeneration | undefined;
}

/** The part that keeps tool groups. */
export const STACK = 'stack';

/** The tool group that a lesson calls. */
export interface ToolGroupOfRun {
  readonly id: string;
  /** What was found of it, where it is the learner's and is used as it is; undefined where the lesson registers one. */
  readonly own: OwnToolGroup | undefined;
  /** Keeps what was found of the learner's. */
  found(own: OwnToolGroup): void;
  /** Says, before it is changed, what was there: that is put back when the lab ends, where the stack server outlives it. */
  changing(before: ToolGroup | undefined): void;
}

/** What of its lab it has to know. */
interface LabOfStack {
  readonly program: string;
  running(part: string): Pick<Part, 'kind'> | undefined;
  url(part: string): string;
}

/** Milliseconds that putting back what was there may take; nobody else's patience counts then. */
const PATIENCE_MS = 5_000;

/** How the lab speaks to its stack server, whose ever it is, and what it has to put back there. */
export class LabStack {
  readonly #lab: LabOfStack;
  readonly #speech: StackSpeech | undefined;
  /** A stack server keeps the tools of a group until it ends, by the group's id: under one of its own, nothing older counts. */
  readonly #ownToolGroup = `${TOOL_GROUP}-${randomBytes(3).toString('hex')}`;
  #found: FoundStack | undefined;
  #own: OwnToolGroup = {};
  #putsBack = false;
  #registered: { readonly id: string; readonly before: ToolGroup | undefined; readonly leftover: Leftover } | undefined;

  constructor(lab: LabOfStack, speech: StackSpeech | undefined) {
    this.#lab = lab;
    this.#speech = speech;
  }

  /** What it was found to be; the bundled one, as long as no other was asked. */
  get found(): FoundStack {
    return { ...(this.#found ?? BUNDLED_STACK), wants: this.#speech?.wants };
  }

  get toolGroup(): ToolGroupOfRun {
    const usual = this.found.generation.id === 'provider-data' ? TOOL_GROUP : this.#ownToolGroup;
    const id = this.#speech?.toolGroup ?? usual;
    return {
      id,
      own: this.#speech?.toolGroup === undefined ? undefined : this.#own,
      found: (own) => {
        this.#own = own;
      },
      changing: (before) => this.#changing(id, before),
    };
  }

  client(signal: AbortSignal): StackClient {
    return createStackClient({
      ...this.#speech,
      baseUrl: this.#lab.url(STACK),
      signal,
      found: this.#isBundled ? BUNDLED_STACK : this.#found,
      onFound: (found) => {
        this.#found = found;
      },
    });
  }

  /** Another one may have taken its place: it is asked anew what it is. */
  forget(): void {
    this.#found = undefined;
  }

  get #isBundled(): boolean {
    return this.#lab.running(STACK)?.kind === 'bundled';
  }

  #changing(id: string, before: ToolGroup | undefined): void {
    if (this.#isBundled || this.#registered) return;
    const at = this.#speech?.url ?? this.#lab.url(STACK);
    const what = `the tool group ${id} of the stack server at ${at}`;
    const byHand = `${this.#lab.program} tool unregister --stack ${at} --toolgroup ${id}`;
    this.#registered = { id, before, leftover: { what, ending: `taking away ${what}`, byHand } };
    hold(this.#registered.leftover);
  }

  /** Whether what was there is put back, or was. */
  get putsBack(): boolean {
    return this.#putsBack;
  }

  /** Puts back what was there. What cannot be put back is a leftover, which is said where the process ends. */
  async close(): Promise<void> {
    if (!this.#registered) return;
    this.#putsBack = true;
    const { id, before, leftover } = this.#registered;
    const client = this.client(AbortSignal.timeout(PATIENCE_MS));
    try {
      const groups = await client.listToolGroups();
      if (groups.some(({ identifier }) => identifier === id)) await client.unregisterToolGroup(id);
      if (before) await client.registerToolGroup(registrationOf(before));
      letGo(leftover);
    } catch {
      // It stays among the leftovers.
    }
  }
}

function registrationOf({ identifier, provider_id: providerId, mcp_endpoint: endpoint, args }: ToolGroup) {
  return {
    toolGroupId: identifier,
    providerId,
    mcpEndpoint: endpoint?.uri ?? '',
    ...(args && { args }),
  };
}
