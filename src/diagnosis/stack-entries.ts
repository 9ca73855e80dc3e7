import type { CatalogueEntry } from './entry.ts';

/** Faults of Llama Stack and its clients. Order matters: the first that recognises a message names it. */
export const STACK_ENTRIES: readonly CatalogueEntry[] = [
  {
    id: 'stack-client-version',
    area: 'stack',
    title: 'Client and server of Llama Stack are of two generations',
    example: 'Client version 0.1.6 is not compatible with server version 0.2.3. Please update your client.',
    patterns: [/Client version \S+ is not compatible with server version/i],
    cause:
      "The server answers 426 to a client whose major.minor is not its own, newer or older; the tutorial's advice to install client 0.1.6 leads here.",
    wayOut:
      "Install the client of the server's major.minor: pip install llama_stack_client==0.2.3 for 0.2. GET /v1/version tells the server's. The command tool speaks to 0.2 up to 0.6.",
  },
  {
    id: 'stack-client-module',
    area: 'stack',
    title: 'The client of Llama Stack has no such module (any more)',
    example: "No module named 'llama_stack_client.types.shared_params.url'",
    patterns: [/No module named 'llama_stack_client\.[\w.]+'/i],
    cause:
      'The script was written for another version of llama_stack_client. shared_params.url went after 0.1.6, and a server of 0.2 turns 0.1.6 away (426): installing that one does not help.',
    wayOut:
      'Keep the client of the server\'s major.minor, take the import out of the script, and write mcp_endpoint={"uri": ...} in place of mcp_endpoint=URL(uri=...). Or use tutorial-tui tool register, which does the same.',
  },
  {
    id: 'llama-stack-module',
    area: 'stack',
    title: 'Llama Stack lacks a Python module',
    example: "ModuleNotFoundError: No module named 'mcp'",
    patterns: [/No module named '(?:mcp|openai)'/i],
    cause: 'Its providers need modules that its installation does not bring.',
    wayOut:
      'Install the module named: pip install openai, or pip install "mcp<2". Llama Stack does not start with mcp 2; 0.2 wants "mcp<1.13".',
  },
  {
    id: 'llama-stack-template',
    area: 'stack',
    title: 'Llama Stack has no such template',
    example: "Template 'ollama' not found",
    patterns: [/Template 'ollama' not found/i],
    cause: 'Newer versions have starter in place of the template ollama; 0.2.3, which the tutorial uses, has ollama.',
    wayOut: 'Use the template starter with OLLAMA_URL=http://localhost:11434, or install llama-stack==0.2.3.',
  },
];
