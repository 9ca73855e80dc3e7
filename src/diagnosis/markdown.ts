import { CATALOGUE } from './catalogue.ts';
import type { Area, CatalogueEntry } from './entry.ts';

const AREAS: Readonly<Record<Area, string>> = {
  engine: 'Container engine',
  registry: 'Image registry',
  keycloak: 'Keycloak',
  tokens: 'Logins and tokens',
  mcp: 'MCP',
  stack: 'Llama Stack',
  tls: 'TLS',
  terminal: 'Terminal',
};

/** The catalogue as a page of the documentation; docs/diagnosis.md is made from it. */
export function catalogueAsMarkdown(): string {
  const sections = Object.entries(AREAS).map(([area, title]) => {
    const entries = CATALOGUE.filter((entry) => entry.area === area);
    return [`## ${title}`, ...entries.map(entryAsMarkdown)].join('\n\n');
  });
  const intro =
    'What goes wrong, what one sees of it, why it happens, and the way out. The program recognises each from its raw message and says the same; ' +
    '`tutorial-tui diagnose MESSAGE` does so on request.';
  return `${['# Diagnosis', intro, ...sections].join('\n\n')}\n`;
}

function entryAsMarkdown({ id, title, example, cause, wayOut }: CatalogueEntry): string {
  return [`### ${title}`, `\`\`\`\n${example}\n\`\`\``, cause, `**Way out:** ${wayOut}`, `(\`${id}\`)`].join('\n\n');
}
