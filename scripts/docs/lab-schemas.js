/** The schema of what `up --json` writes as JSON Schema, as text. */
export function labSchema({ z, toldLabSchema }) {
  return schemaText(z, toldLabSchema, 'lab');
}

/** The same of `down --json`. */
export function downSchema({ z, downReportSchema }) {
  return schemaText(z, downReportSchema, 'down');
}

/** The same of what they write in its place where they fail, and `doctor` as well. */
export function failureSchema({ z, failureDocumentSchema }) {
  return schemaText(z, failureDocumentSchema, 'failure');
}

function schemaText(z, schema, name) {
  const { $schema, ...rest } = z.toJSONSchema(schema, { io: 'input' });
  return `${JSON.stringify({ $schema, $id: `urn:x-tutorial-tui:${name}:1`, ...rest }, undefined, 2)}\n`;
}
