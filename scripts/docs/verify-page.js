/** The schema of what `verify --json` writes as JSON Schema, as text. */
export function verifySchema({ z, verifyDocumentSchema }) {
  const { $schema, ...rest } = z.toJSONSchema(verifyDocumentSchema, { io: 'input' });
  return `${JSON.stringify({ $schema, $id: 'urn:x-tutorial-tui:verify:1', ...rest }, undefined, 2)}\n`;
}

/** The page of the command, with its rows. */
export function verifyPage({ CALLS, LOOKS }) {
  const rows = [...CALLS, ...LOOKS].map(({ id, at, wants, about, rule, next }) =>
    ['', `\`${id}\``, at.join(', '), WANTS[wants], about, `${rule.of}, section ${rule.section}`, next, '']
      .join(' | ')
      .trim(),
  );
  return `${[INTRO, '## The rows', ROWS, [HEAD, ...rows].join('\n'), REST].join('\n\n')}\n`;
}

const WANTS = { passes: 'passes', refused: 'is refused', holds: 'holds' };

const HEAD = `| row | asked of | it | what is sent, or looked at | rule | where it fails |
| --- | --- | --- | --- | --- | --- |`;

const INTRO = `# The command \`verify\`

\`verify\` asks a deployment that runs: does the user's token reach the tool, and is everything else refused? It asks each part that is named, by itself:
the tool, the MCP server, the stack server. It starts nothing, changes nothing that it does not put back, and ends in a table and an exit code, so that a
pipeline can ask each night. [All options](command-line.md#tutorial-tui-verify).

\`\`\`sh
USER_PASSWORD=demo npx tutorial-tui verify --idp http://localhost:8080/realms/demo --tool http://localhost:10000
\`\`\`

A file can say as well whose parts they are, and how they are spoken to ([every key](configuration.md)). Here the call is one of yours, with what its answer has to hold:

\`\`\`json
{
  "identity": { "idp": "https://id.example.org/realms/prod", "client": "smoke-test", "scope": "orders", "audience": "orders-api" },
  "tool": { "url": "https://orders.example.org/health" },
  "mcp": { "url": "https://mcp.example.org/mcp" },
  "call": { "tool": "list_orders", "arguments": { "limit": 1 }, "expect": "orders" }
}
\`\`\``;

const ROWS = `A refusal says something only where the right token passes: where that is refused as well, the other rows are "not seen". What could not be had
is "not tried", with the reason; nothing is made up in its place.`;

const REST = `## How it ends

| exit code | |
| ---: | --- |
| 0 | No row failed. Those that were not tried or not seen say why. |
| 3 | A row failed: the right token is refused, or something answers that is no part of a deployment, such as a login page. So does a login page at \`--idp\`. |
| 4 | The identity provider refused the login, or \`USER_PASSWORD\` is not set. Nothing else was asked. |
| 5 | A part is not there, does not finish its answer, or shows a certificate that nobody vouches for; or what is there is no Llama Stack. |
| 7 | **A part took what it had to refuse.** This one wins over the others, also where the time was up or Ctrl-C was pressed after that. |

[The others](command-line.md#tutorial-tui) are those of the program. A pipeline that shall go on where a part is down, but not where one is open, asks for 7:

\`\`\`text
npx tutorial-tui verify --config smoke.json || [ $? -ne 7 ]
\`\`\`

## What it tells

The table is for 80 columns, has colours in a terminal only, and goes to standard output; what is done at the moment goes to standard error. Beside each row
stands how long our request took. \`--json\` writes one document at the end instead, with all that is in the table and the rules besides: its schema is
[verify.schema.json](verify.schema.json). However it ends, there is one: where the login was refused, the time was up or the command line is wrong, its \`failure\` says why,
and a row that was not come to is not tried. But for a wrong command line, that is on record and in every report as well ([reports.md](reports.md)). Of a credential at most \`eyJ...\` is shown, also where a part repeats it.

## How it asks

- One login gets the right token, and a second one the token without the scope. Both are with the credentials that you gave: no password is ever made up, so that
  nobody is locked out. Where a person has to log in (\`--token-by code\` or \`device\`), there is only the first.
- Requests go one after the other, a short while apart. The foot of the table says how many there were; \`--dry-run\` tells them before, and sends nothing.
- Tokens that were tampered with are made of the right one, here, and none of them is good for anything.
- The MCP server is brought the token as \`Authorization: Bearer\` with each request, and as \`_meta.api_key\` of the call, as the tutorial's server takes it. An address
  without a path is looked for at \`/mcp\` over Streamable HTTP, and then at \`/sse\` over SSE, as in the lesson; one with a path is taken as it is, over SSE first
  where it ends in \`/sse\`. What lists its tools is what is asked then. With \`mcp.transport\` nothing has to be looked for.
- A stack server is asked in the way of its version, which the table names. A tool group that is there is used, and left. Where none has the tool, one is
  registered for the run and taken away again, also after Ctrl-C; where that fails, the table says how it is done by hand. Another run that has one there is
  waited for, for as long as \`--patience\` says.
- A redirect is not followed: a credential goes to the address that was named, and to no other.
- What leaves this machine goes over https; \`--ca-file\` names a private authority ([what else is said of the wire](tls.md)).

## What it cannot see

- Where a token goes behind the part that was asked. The row \`elsewhere\` shows that an address which a caller names gets none; whether a server sends it somewhere by
  itself, or later on, a [tap](tap.md) before that place shows.
- Whether a token that expired seconds ago is taken on purpose: a verifier may let some minutes pass (RFC 7519, section 4.1.4). Such an acceptance is "not
  seen"; keep a token of yesterday in \`EXPIRED_ACCESS_TOKEN\` to know.
- A tool and an MCP server that want tokens for different audiences, where the one exchanges them for the other: name the MCP server without the tool then.`;
