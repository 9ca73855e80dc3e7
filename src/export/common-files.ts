import { realmImport } from '../../services/identity/keycloak/realm-import.ts';
import { type ExportFile, jsonFile } from './export-file.ts';
import { inside } from './inside-parts.ts';
import { issuerOf, type LabPlan, outside } from './lab-plan.ts';
import { learnersTable, learnerVariable, variablesFile } from './secrets.ts';

/** Names of files that more than one file speaks of. */
export const FILES = {
  config: 'tutorial-tui.config.json',
  image: 'image',
  learners: 'learners.csv',
  realm: 'realm.json',
  variables: '.env',
} as const;

/** What every kind of export has: the realm, whom the lesson is pointed at, and the secrets, which stand in two files and nowhere else. */
export function commonFiles(plan: LabPlan, secrets: Readonly<Record<string, string>>): readonly ExportFile[] {
  const users = plan.learners.map((username) => ({ username, passwordVariable: learnerVariable(username) }));
  return [
    jsonFile(FILES.realm, realmImport(plan.realm, users)),
    jsonFile(FILES.config, configOf(plan)),
    { path: FILES.variables, content: variablesFile(secrets), isSecret: true },
    { path: FILES.learners, content: learnersTable(plan.learners, secrets), isSecret: true },
    { path: '.gitignore', content: `${FILES.variables}\n${FILES.learners}\n` },
  ];
}

/** The deployment, for `--config`: where its parts are found from outside, and where they find each other. */
function configOf(plan: LabPlan) {
  const { ports, learners } = plan;
  return {
    identity: { idp: issuerOf(plan), user: learners[0] },
    tool: { url: outside('tool', ports), inside: inside('tool') },
    mcp: { url: outside('mcp', ports), transport: 'sse', inside: inside('mcp') },
    stack: { url: outside('stack', ports) },
  };
}
