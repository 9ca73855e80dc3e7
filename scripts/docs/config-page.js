/** The schema of a configuration file as JSON Schema, as text. */
export function configSchema(sources) {
  const { $schema, ...rest } = jsonSchema(sources);
  return `${JSON.stringify({ $schema, $id: sources.CONFIG_SCHEMA_ID, ...rest }, undefined, 2)}\n`;
}

/** The page that explains every key, made from the schema and its descriptions. */
export function configPage(sources) {
  const rows = rowsOf(jsonSchema(sources), []);
  return `${[INTRO, '## Every key', ['| key | holds | |', '| --- | --- | --- |', ...rows].join('\n'), REST].join('\n\n')}\n`;
}

const INTRO = `# The configuration file

\`tutorial-tui.config.json\` says whose parts the program acts on, and how it is run, as its options do. It is read where it stands in the current folder, which is said aloud, or
where \`--config FILE\` names it. This one has a tool and an identity provider of yours, and everything else from the program:

\`\`\`json
{
  "$schema": "./node_modules/tutorial-tui/docs/config.schema.json",
  "identity": { "idp": "http://localhost:8080/realms/demo", "user": "alan" },
  "tool": { "url": "http://localhost:10000" }
}
\`\`\`

\`\`\`sh
USER_PASSWORD=demo npx tutorial-tui --ci
\`\`\`

- An option wins over the environment ([every variable](command-line.md#options-from-elsewhere)), and the environment wins over the file; each key alone.
- **No secret stands in it.** Each is in the environment: \`USER_PASSWORD\`, \`CLIENT_SECRET\`, \`ACCESS_TOKEN\`, \`EXPIRED_ACCESS_TOKEN\`, \`STACK_AUTHORIZATION\`, \`KEY_PASSPHRASE\`. Where it has
  another name there, the file says which: \`{"env": "NIGHTLY_SECRET"}\`. A secret that is written into the file is an error, which does not repeat it.
- A file that was only found may be anybody's. Another variable than the usual one, a command that prints a token, \`plainHttpTo\` and \`run.reporters\` are taken from a file
  that \`--config\` names.
- Paths in it are relative to the file.
- A key that is not known is an error. So is one that stands there twice, a comment, and a file of more than 64 KiB.

[config.schema.json](config.schema.json) is the same as JSON Schema (draft 2020-12): an editor that follows \`$schema\` completes the keys and shows what they
mean. Both are made from the schema that the program itself reads the file with (\`npm run docs\`).`;

const REST = `## When it cannot be used

The exit code is 2, nothing was begun, and each fault is named by its path, with where it stands, what was found, and what may stand there. Of values only the kind
is told, for any of them may be a secret.

\`\`\`text
error: The configuration file tutorial-tui.config.json cannot be used.
  why   identity.clientSecret (line 3, column 5): found a text; there may stand {"env": "CLIENT_SECRET"}, which names a variable of the environment: no secret stands in a file.
        stak (line 5, column 3): there is no such key. Did you mean stack?
\`\`\`

## All of it

\`\`\`json
{
  "identity": {
    "idp": "https://id.example.org",
    "client": "nightly",
    "clientSecret": { "env": "NIGHTLY_SECRET" },
    "scope": "tool-audience",
    "audience": "my-external-tool",
    "token": { "by": "client-credentials" }
  },
  "stack": { "url": "https://stack.example.org", "headers": { "authorization": { "env": "NIGHTLY_STACK_AUTHORIZATION" } } },
  "mcp": { "url": "https://mcp.example.org/mcp", "transport": "streamable-http" },
  "tool": { "url": "https://tool.example.org" },
  "model": { "ollama": "scripted" },
  "call": { "tool": "fetch", "arguments": { "url": "https://tool.example.org" }, "expect": "Hello" },
  "run": { "reporters": ["junit=report.xml"], "chapter": "1", "timeout": "5m", "retries": 2, "quiet": true, "color": "never", "ports": { "stack": 9321 } },
  "tls": { "caFiles": ["ca.pem"], "certFile": "client.pem", "keyFile": "client-key.pem" }
}
\`\`\``;

function jsonSchema({ z, configSchema: schema }) {
  return z.toJSONSchema(schema, { io: 'input' });
}

/** A row a key; of alternatives, the keys of all of them. */
function rowsOf(shape, path) {
  const members = (shape.oneOf ?? [shape]).flatMap(({ properties = {}, required = [] }) =>
    Object.entries(properties).map(([name, inner]) => ({ name, inner, needed: required.includes(name) })),
  );
  const names = [...new Set(members.map(({ name }) => name))];
  return names.flatMap((name) => {
    const all = members.filter((member) => member.name === name);
    const [{ inner }] = all;
    const here = [...path, name];
    const about = [inner.description, all.every(({ needed }) => needed) && path.length > 0 && 'Needed.'].filter(
      Boolean,
    );
    const row = `| \`${here.join('.')}\` | ${kindOf(all.map((each) => each.inner))} | ${about.join(' ')} |`;
    // What a secret is, is said once, above.
    return isVariable(inner) ? [row] : [row, ...rowsOf(inner, here)];
  });
}

function kindOf(shapes) {
  const words = shapes.flatMap((shape) => shape.enum ?? ('const' in shape ? [shape.const] : []));
  if (words.length > 0) return words.map((word) => `\`${word}\``).join(', ');
  const [shape] = shapes;
  if (isVariable(shape)) return '`{"env": …}`';
  if (shape.additionalProperties?.type === 'integer') return 'names, each with a number';
  if (isVariable(shape.additionalProperties)) return 'names, each with `{"env": …}`';
  if (shape.type === 'array') return 'a list of texts';
  return { string: 'a text', object: 'an object', boolean: '`true`, `false`', integer: 'a number' }[
    shape.type ?? 'object'
  ];
}

function isVariable(shape) {
  return shape?.properties?.env !== undefined && shape.properties.by === undefined;
}
