import { CATALOGUE } from './catalogue.ts';
import type { Area } from './entry.ts';

const AREAS: Readonly<Record<Area, string>> = {
  engine: 'Container engine',
  registry: 'Image registry',
  keycloak: 'Keycloak',
  tokens: 'Logins and tokens',
  mcp: 'MCP',
  stack: 'Llama Stack',
  terminal: 'Terminal',
};

/** The catalogue as a page of the documentation; docs/diagnosis.md is made from it. */
export function catalogueAsMarkdown(): string {
  const sections = Object.entries(AREAS).map(([area, title]) => {
    const entries = CATALOGUE.filter((entry) => entry.area === area);
    return [`## ${title}`, ...entries.map(entryAsMarkdown)].join('\n\n');
  });
  const intro =
    'What goes wrong, how the program recognises it, why it happens, and the way out. The program says the same where it meets one of these.';
  return `${['# Diagnosis', intro, ...sections].join('\n\n')}\n`;
}

function entryAsMarkdown({ id, title, patterns, cause, wayOut }: (typeof CATALOGUE)[number]): string {
  const recognised = patterns.map(({ source }) => `\`${source}\``).join(', ');
  return [`### ${title}`, cause, `**Way out:** ${wayOut}`, `Recognised by ${recognised} (\`${id}\`).`].join('\n\n');
}
