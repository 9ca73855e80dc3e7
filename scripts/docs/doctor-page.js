/** The schema of what `doctor --json` writes as JSON Schema, as text. */
export function doctorSchema({ z, doctorReportSchema }) {
  const { $schema, ...rest } = z.toJSONSchema(doctorReportSchema, { io: 'input' });
  return `${JSON.stringify({ $schema, $id: 'urn:x-tutorial-tui:doctor:1', ...rest }, undefined, 2)}\n`;
}

/** The page of the command, with its conditions. */
export function doctorPage({ CONDITIONS }) {
  const rows = CONDITIONS.map(({ id, title, about, wayOut, neededBy }) =>
    ['', `\`${id}\``, title, about, wayOut, STEP_0[neededBy], ''].join(' | ').trim(),
  );
  return `${[INTRO, '## The conditions', [HEAD, ...rows].join('\n'), REST].join('\n\n')}\n`;
}

const STEP_0 = { lab: 'yes', reader: 'in the walkthrough', doctor: 'no' };

const HEAD = `| id | line | what it looks at | what to do | in step 0 |
| --- | --- | --- | --- | --- |`;

const INTRO = `# The command \`doctor\`

\`doctor\` looks at what the lesson needs of this machine, and says of each thing whether it is all right and, where it is not, the way out. It starts nothing
and changes nothing. [All options](command-line.md#tutorial-tui-doctor).

\`\`\`sh
npx tutorial-tui doctor
npx tutorial-tui doctor --idp container
npx tutorial-tui doctor --json
\`\`\`

With the options that say whose parts a lesson acts on (\`--idp\`, \`--tool\`, \`--ollama\`, \`--port-…\`, \`--config\` and their like) it looks at what that lesson
would use. Step 0 of the lesson shows the same lines, as far as its lab needs them. A failure there does not end the lesson, for a
chosen step may do without what is missing: \`--ci\` says it on standard error, and the step that it concerns ends with it.`;

const REST = `A line is **ok**; a **warning**, where the lesson goes on, and something will be otherwise than the tutorial has it; or a **failure**, where the lesson that
was asked for cannot go on. All are looked at at once, each for four seconds at most. What could not be told in that time is a warning.

## How it ends

| exit code | |
| ---: | --- |
| 0 | No line is a failure; there may be warnings. |
| 2 | The command line is wrong. |
| 6 | Something that the lesson needs is missing. |

## What it tells

The lines are for as many columns as the terminal has, and go to standard output. \`--json\` writes one document instead: its schema is
[doctor.schema.json](doctor.schema.json). A condition that has a line for several things (parts, ports, addresses, folders) says in \`of\` which. User names and
passwords in proxy variables are masked. Where it came to no such document (the command line is wrong, say), it is one of why: [failure.schema.json](failure.schema.json).

## What it does not do

- It does not try a login or a call: that is the lesson, and [\`verify\`](verify.md).
- It does not ask a registry whether it would give the image: that would need the network, and tells nothing of the next minute.
- Which process holds a port is told of processes of yours; of those of others, as far as the system lets this user see.`;
