import { isDeepStrictEqual } from 'node:util';
import { lockFolder } from './folder-lock.ts';
import { invalidValue, refuse } from './refusal.ts';
import {
  EMPTY_REGISTRY,
  type Model,
  type RegisteredTool,
  type RegisteredToolGroup,
  type RegistryContent,
} from './registry-content.ts';
import { readRegistry, writeRegistry } from './registry-file.ts';

/** Tool groups, their tools and registered models: in memory for reading, and, where there is a folder, in a file for the next start. */
export class Registry {
  readonly #folder: string | undefined;
  readonly #release: () => Promise<void>;
  #content: RegistryContent;
  /** By name: the look-up of every tool call. */
  #tools: ReadonlyMap<string, RegisteredTool>;
  #lastChange: Promise<unknown> = Promise.resolve();

  private constructor(folder: string | undefined, content: RegistryContent, release: () => Promise<void>) {
    this.#folder = folder;
    this.#release = release;
    this.#content = content;
    this.#tools = byName(content.tools);
  }

  /**
   * Opens the registry of a data folder, which no other server may use meanwhile; without a folder, one that ends with the server.
   * Throws a TutorialError where another server uses it, or it cannot be used.
   */
  static async open(folder: string | undefined, log: (line: string) => void): Promise<Registry> {
    if (folder === undefined) return new Registry(undefined, EMPTY_REGISTRY, async () => {});
    const release = await lockFolder(folder);
    try {
      return new Registry(folder, await readRegistry(folder, log), release);
    } catch (error) {
      await release();
      throw error;
    }
  }

  toolGroups(): readonly RegisteredToolGroup[] {
    return this.#content.toolGroups;
  }

  toolGroup(id: string): RegisteredToolGroup | undefined {
    return this.#content.toolGroups.find(({ identifier }) => identifier === id);
  }

  tools(toolGroupId?: string): readonly RegisteredTool[] {
    return toolGroupId === undefined
      ? this.#content.tools
      : this.#content.tools.filter(({ toolgroup_id }) => toolgroup_id === toolGroupId);
  }

  tool(name: string): RegisteredTool | undefined {
    return this.#tools.get(name);
  }

  models(): readonly Model[] {
    return this.#content.models;
  }

  /**
   * Adds a tool group and its tools. One that is there already stays as it is (so has the real server it); a tool that differs from one of
   * the same name is refused (400), and then nothing changes.
   */
  registerToolGroup(group: RegisteredToolGroup, tools: readonly RegisteredTool[]): Promise<void> {
    return this.#change((content) => {
      const clash = tools.find((tool) => {
        const known = this.#tools.get(tool.identifier);
        return known && !isDeepStrictEqual(known, tool);
      });
      if (clash) throw alreadyExists(clash.identifier);
      const known = this.toolGroup(group.identifier);
      if (known && known.provider_id !== group.provider_id) throw alreadyExists(group.identifier);
      return {
        ...content,
        toolGroups: known ? content.toolGroups : sorted([...content.toolGroups, group]),
        // A name that a server lists twice counts once; of what is known already nothing changes.
        tools: sorted([...byName([...tools, ...content.tools]).values()]),
      };
    });
  }

  /** Takes a tool group and its tools out. Throws a Refusal (400) where there is none of this id. */
  unregisterToolGroup(id: string): Promise<void> {
    return this.#change((content) => {
      if (!this.toolGroup(id)) throw toolGroupNotFound(id);
      return {
        ...content,
        toolGroups: content.toolGroups.filter(({ identifier }) => identifier !== id),
        tools: content.tools.filter(({ toolgroup_id }) => toolgroup_id !== id),
      };
    });
  }

  registerModel(model: Model): Promise<void> {
    return this.#change((content) => {
      const known = content.models.find(({ identifier }) => identifier === model.identifier);
      if (known && !isDeepStrictEqual(known, model)) throw alreadyExists(model.identifier);
      return known ? content : { ...content, models: sorted([...content.models, model]) };
    });
  }

  unregisterModel(id: string): Promise<void> {
    return this.#change((content) => ({
      ...content,
      models: content.models.filter(({ identifier }) => identifier !== id),
    }));
  }

  /** Waits for the last change and gives the folder back. */
  async close(): Promise<void> {
    await this.#lastChange.catch(() => {});
    await this.#release();
  }

  /** One change after the other; it counts once it is on disk. */
  #change(next: (content: RegistryContent) => RegistryContent): Promise<void> {
    const change = this.#lastChange
      .catch(() => {})
      .then(async () => {
        const content = next(this.#content);
        if (content === this.#content) return;
        if (this.#folder !== undefined) await save(this.#folder, content);
        this.#content = content;
        this.#tools = byName(content.tools);
      });
    this.#lastChange = change;
    return change;
  }
}

async function save(folder: string, content: RegistryContent): Promise<void> {
  await writeRegistry(folder, content).catch((error: Error) => {
    throw refuse(503, `The registry could not be written: ${error.message}`);
  });
}

/** The refusal (400) of a tool group that there is not. */
export function toolGroupNotFound(id: string) {
  return invalidValue(`Tool group '${id}' not found`);
}

function alreadyExists(identifier: string) {
  return invalidValue(`Object ${identifier} already exists in registry. Please use a different identifier.`);
}

function byName(tools: readonly RegisteredTool[]): ReadonlyMap<string, RegisteredTool> {
  return new Map(tools.map((tool) => [tool.identifier, tool]));
}

/** The real server lists by identifier. */
function sorted<T extends { identifier: string }>(objects: T[]): T[] {
  return objects.sort((a, b) => (a.identifier < b.identifier ? -1 : 1));
}
