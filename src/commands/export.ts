import { join } from 'node:path';
import { COURSE_REALM } from '../../steps/index.ts';
import { printable } from '../evidence/printable.ts';
import { commonFiles, FILES } from '../export/common-files.ts';
import { composeFile } from '../export/compose.ts';
import type { ExportFile } from '../export/export-file.ts';
import { imageFiles } from '../export/image-files.ts';
import { kubernetesFiles, NAMESPACE } from '../export/kubernetes.ts';
import { DOORS, type LabPlan, labPlan } from '../export/lab-plan.ts';
import { readVariables, secretsOf } from '../export/secrets.ts';
import { lookAtFolder, textIn, writeExport } from '../export/write-export.ts';
import type { ExportChanges } from '../export/written-before.ts';
import type { Io } from '../io.ts';
import { shellWord } from '../lesson/shell.ts';
import type { ExportKind, ExportOptions } from './export-defaults.ts';

/** How each kind is written, and how whoever has it begins. */
const KINDS: Readonly<Record<ExportKind, Kind>> = {
  compose: {
    files: (plan) => [composeFile(plan)],
    start: (folder) => [`(cd ${folder} && docker compose up --build --wait)`],
  },
  kubernetes: {
    files: kubernetesFiles,
    start: (folder, { image, ports }) => [
      `docker build -t ${image} -f ${folder}/${FILES.image}/Containerfile ${folder}/${FILES.image}   # where the cluster finds it: docker push ${image}`,
      `kubectl apply --server-side -k ${folder}`,
      ...DOORS.map(({ name, port }) => `kubectl -n ${NAMESPACE} port-forward service/${name} ${ports[name]}:${port} &`),
    ],
  },
};

interface Kind {
  readonly files: (plan: LabPlan) => readonly ExportFile[];
  readonly start: (folder: string, plan: LabPlan) => readonly string[];
}

/** Files that are named when they change; of more, their number is told. */
const MOST_NAMED = 4;

/** Writes the lab as files into a folder. Throws a TutorialError where it would write over what is somebody's, or cannot write. */
export async function runExport(
  options: ExportOptions,
  { stdout, entry }: Pick<Io, 'stdout' | 'entry'>,
): Promise<void> {
  const { kind, output, force = false } = options;
  const plan = labPlan({ ...options, realm: COURSE_REALM });
  const folder = await lookAtFolder(output, force);
  // Passwords that were handed out stay what they are.
  const known = FILES.variables in folder.before ? readVariables((await textIn(folder, FILES.variables)) ?? '') : {};
  const secrets = secretsOf(plan, known);
  const files = [...commonFiles(plan, secrets), ...KINDS[kind].files(plan), ...(await imageFiles(entry))];
  const changes = await writeExport(folder, files, force);
  stdout.write(
    `${told(options, plan, changes)
      .map((line) => printable(line))
      .join('\n')}\n`,
  );
}

function told({ kind, output }: ExportOptions, plan: LabPlan, changes: ExportChanges): readonly string[] {
  const { learners } = plan;
  const [first] = learners;
  const whose =
    learners.length === 1 ? `a learner, ${first}` : `${learners.length} learners, ${first} to ${learners.at(-1)}`;
  const secret = [FILES.variables, FILES.learners].map((name) => join(output, name)).join(' and ');
  return [
    `The lab for ${whose}, is in ${output}: ${inWords(changes)}.`,
    `Passwords stand in ${secret}, for you alone.`,
    'Start it:',
    ...KINDS[kind].start(shellWord(output, 'posix'), plan).map((line) => `  ${line}`),
    'Then, with a name and a password of the table in USER_NAME and USER_PASSWORD:',
    `  tutorial-tui --config ${shellWord(join(output, FILES.config), 'posix')}`,
  ];
}

function inWords({ added, changed, unchanged, gone, foreign }: ExportChanges): string {
  const said = [
    [added, 'added'],
    [changed, 'changed'],
    [foreign, 'written over'],
    [gone, 'taken away'],
    [unchanged, 'as before'],
  ] as const;
  const words = said.flatMap(([paths, what]) => (paths.length === 0 ? [] : [`${namesOf(paths)} ${what}`]));
  return words.join('; ');
}

function namesOf(paths: readonly string[]): string {
  return paths.length > MOST_NAMED ? `${paths.length} files` : paths.join(', ');
}
