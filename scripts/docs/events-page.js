/** The shapes that events are made of, under the names they have in the page and in the JSON Schema. */
const SHAPES = ({ events, ...evidence }) => ({
  CheckResult: events.checkResultSchema,
  Failure: evidence.failureSchema,
  Condition: evidence.conditionSchema,
  Finding: evidence.findingSchema,
  ShownCredential: evidence.shownCredentialSchema,
  ShownToken: evidence.shownTokenSchema,
  PartState: evidence.partStateSchema,
  LogLine: evidence.logLineSchema,
  Hop: evidence.hopSchema,
  Exchange: evidence.exchangeSchema,
});

/** The schema of one event as JSON Schema, as text. It takes events of types that come later, as the page asks every reader to do. */
export function eventsSchema(sources) {
  const { $schema, oneOf, ...rest } = jsonSchema(sources);
  const types = oneOf.map(({ properties }) => properties.type.const);
  const later = {
    type: 'object',
    description: 'an event of a type that came later',
    properties: { type: { type: 'string', not: { enum: types } } },
    required: ['type'],
  };
  return `${JSON.stringify({ $schema, $id: SCHEMA_ID, oneOf: [...oneOf, later], ...rest }, undefined, 2)}\n`;
}

/** The page that explains every event, made from the schema and its descriptions. */
export function eventsPage(sources) {
  const { oneOf, $defs } = jsonSchema(sources);
  const events = oneOf.map((event) =>
    [`### \`${event.properties.type.const}\``, event.description, table(event)].join('\n\n'),
  );
  const shapes = Object.entries($defs).map(([name, shape]) => [`### ${name}`, table(shape)].join('\n\n'));
  return `${[INTRO, '## Events', ...events, '## Shapes in them', ...shapes].join('\n\n')}\n`;
}

/** The name of the schema as a URI (RFC 8141): `tutorial-tui/events@2` is none. */
const SCHEMA_ID = 'urn:x-tutorial-tui:events:2';

const INTRO = `# Events

\`tutorial-tui --ci --json\` writes what happens to standard output: one event a line, each a JSON object (NDJSON), and nothing else. The first line
is \`session-started\`, the last one \`session-ended\`, which carries the verdict; with \`--keep\`, what happens in the lab afterwards comes after it. In the log
of a run stand the same events.

- The last line is a \`session-ended\` in any case: also where the command line, a variable or the configuration file is wrong (\`outcome\` is \`usage\`, \`exitCode\` 2), or the
  program fails before there is a session. Nothing was begun then, it stands alone, and its \`failure\` says what standard error says. Where a
  fault ends the program later on, it says how much was proved until then.
- \`type\` tells what an event is, \`at\` when it happened.
- The first event names the schema, \`tutorial-tui/events@2\`. The number goes up when a reader of the old events could go wrong with the new ones. New
  events and new fields come without that: pass over what you do not know. The schema does: one of today takes the events of a later version of the program, and a
  test holds the events of this one to an older schema.
- Characters that a terminal could take for a command are escaped, as JSON does it, and a string of more than 20,000 characters is cut: it then ends by
  saying how many are missing.
- A \`hop\` comes twice under the same \`id\`: when the request is there, and again, with its \`answer\`, when it is answered.
- No event carries a password, a client's secret, a refresh token, a code of a login (also the one that a person types for a device) or a token's signature.

What changed since \`events@1\`:

- \`session-started\` has \`chapters\`, each with its steps and the way of its call, in place of \`steps\`; and it names the \`parts\` of the lab.
- Steps, parts and the two ends of a hop are names, and no closed lists: a course may get more of them. A step's name is its alone in the whole course.
- A hop says who saw it (\`seenBy\`); its \`credential\` is an object (\`text\`, \`print\` and, where it is a JWT, \`token\`) in place of a text with
  a \`token\` beside it; and it may lack a \`traceId\`.
- A \`token\` has a name, by which the lesson calls it, and the print by which hops show it.
- The status \`stopped\` of a part is gone. Nothing ever sent it.

[events.schema.json](events.schema.json) has the same as JSON Schema (draft 2020-12), with the \`$id\` \`urn:x-tutorial-tui:events:2\`. Both are made from the program's own schema (\`npm run docs\`).

Which steps were proved, and the verdict:

\`\`\`sh
npx tutorial-tui --ci --json | jq -c 'select(.type == "step-ended" or .type == "session-ended") | {step, status, outcome, exitCode}'
\`\`\``;

function jsonSchema(sources) {
  const { z, events } = sources;
  for (const [id, schema] of Object.entries(SHAPES(sources))) {
    z.globalRegistry.add(schema, { ...z.globalRegistry.get(schema), id });
  }
  return z.toJSONSchema(events.sessionEventSchema, { io: 'input' });
}

function table({ properties, required = [] }) {
  const rows = Object.entries(properties)
    .filter(([name]) => name !== 'type')
    .flatMap(([name, property]) => rowsOf(name, property, required.includes(name)));
  return ['| field | type | |', '| --- | --- | --- |', ...rows].join('\n');
}

function rowsOf(name, property, isRequired) {
  const about = [isRequired ? '' : 'optional', property.description].filter(Boolean).join('; ');
  const row = `| \`${name}\` | ${typeOf(property)} | ${about} |`;
  const inner = property.type === 'object' && property.properties ? property : property.items;
  if (!inner?.properties) return [row];
  const inside = Object.entries(inner.properties).flatMap(([field, value]) =>
    rowsOf(`${name}${property.items ? '[]' : ''}.${field}`, value, (inner.required ?? []).includes(field)),
  );
  return [row, ...inside];
}

function typeOf(property) {
  const reference = property.$ref ?? property.allOf?.[0].$ref;
  if (reference) {
    const name = reference.split('/').at(-1);
    return `[${name}](#${name.toLowerCase()})`;
  }
  if ('const' in property) return `\`${JSON.stringify(property.const)}\``;
  if (property.enum)
    return inOrder(property.enum)
      .map((value) => `\`${value}\``)
      .join(', ');
  if (property.type === 'array') return `array of ${typeOf(property.items)}`;
  return property.type;
}

/** JavaScript puts keys that are numbers before all others; the steps' ids come back into their order. */
function inOrder(values) {
  return values.some((value) => /^\d/.test(value)) ? values.toSorted() : values;
}
