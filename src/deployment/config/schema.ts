import * as z from 'zod';
import { GENERATION_IDS } from '../../../services/clients/stack/generation.ts';
import { runSchema } from './run-schema.ts';
import { either, text, textsOf } from './schema-values.ts';

const variableName = text('the name of a variable of the environment').regex(
  /^[A-Za-z_]\w*$/,
  'the name of a variable, of letters, digits and _',
);
/** A secret, by the variable that holds it. */
const secret = (usual: string) => {
  const words = `{"env": "${usual}"}, which names a variable of the environment: no secret stands in a file`;
  return z.strictObject({ env: variableName.describe('The variable of the environment that holds it.') }, words);
};

const token = z
  .discriminatedUnion(
    'by',
    [
      z.strictObject({ by: z.enum(['password', 'client-credentials', 'code', 'device']) }),
      z.strictObject({
        by: z.literal('env'),
        env: variableName.optional().describe('The variable that holds it; ACCESS_TOKEN without it.'),
      }),
      z.strictObject({
        by: z.literal('command'),
        command: textsOf('texts: a program and its arguments').describe(
          'A program and its arguments, run without a shell; it prints the token. Only in a file that --config names.',
        ),
      }),
    ],
    '{"by": …} with password, client-credentials, code, device, env or command',
  )
  .describe('How the user’s access token is got (--token-by).');

const identity = z
  .strictObject(
    {
      idp: text('what --idp takes')
        .optional()
        .describe('As --idp takes it: a word, or the URL of a Keycloak, of a realm or of an issuer.'),
      user: text('the name of a user')
        .optional()
        .describe('Who logs in (--user); USER_NAME wins over it. The password is USER_PASSWORD.'),
      realm: text('the name of a realm')
        .optional()
        .describe('The realm of a Keycloak that is named without one (--realm).'),
      client: text('the id of a client').optional().describe('The client that the token is got with (--client).'),
      clientSecret: secret('CLIENT_SECRET').optional().describe('Its secret; of CLIENT_SECRET without this.'),
      scope: text('a scope')
        .optional()
        .describe('The scope that is asked for, so that the token is for the tool (--scope).'),
      audience: text('an audience').optional().describe('Whom the token has to name in aud (--audience).'),
      resource: text('a resource, as a URI')
        .optional()
        .describe('The resource that a token is asked for, RFC 8707 (--resource).'),
      token: token.optional(),
    },
    'an object',
  )
  .describe('Who issues the tokens, and by which names it knows what the lesson speaks of.');

const stack = z
  .strictObject(
    {
      url: text('the URL of a stack server').describe('Where it is (--stack).'),
      generation: either(GENERATION_IDS)
        .optional()
        .describe('How it is spoken to (--stack-generation); found out without it.'),
      headers: z
        .record(
          text('the name of a header'),
          secret('STACK_AUTHORIZATION'),
          'an object: names of headers, each with {"env": …}',
        )
        .optional()
        .describe(
          'What every request to it carries, by name. The header authorization is that of STACK_AUTHORIZATION without this.',
        ),
      model: text('the name of a model').optional().describe('The model that a response is asked of.'),
      provider: text('the id of a provider')
        .optional()
        .describe('The provider that a tool group is registered with; one that brings tokens without it.'),
      toolGroup: text('the id of a tool group')
        .optional()
        .describe('A tool group that is there, to be used as it is; otherwise a run registers its own.'),
    },
    'an object',
  )
  .describe('A Llama Stack of your own, in place of the bundled stack server.');

const mcp = z
  .strictObject(
    {
      url: text('the URL of an MCP server').describe(
        'Its endpoint or, for the tutorial’s transport, its base (--mcp).',
      ),
      transport: either(['sse', 'streamable-http']).optional().describe('Found out without it.'),
      inside: text('the URL of a server')
        .optional()
        .describe('The base by which the stack server finds it, where that is another one than from here.'),
    },
    'an object',
  )
  .describe('An MCP server of your own.');

const tool = z
  .strictObject(
    {
      url: text('the URL of a tool server').describe('Where it is (--tool).'),
      inside: text('the URL of a server')
        .optional()
        .describe('Where the MCP server finds it, where that is another address than from here.'),
    },
    'an object',
  )
  .describe('A server of your own that takes bearer tokens.');

const model = z
  .strictObject(
    {
      ollama: text('what --ollama takes')
        .optional()
        .describe('As --ollama takes it: auto, scripted, none, or the URL of an ollama.'),
      name: text('the name of a model').optional().describe('One of those that it has.'),
    },
    'an object',
  )
  .describe('Where the model is asked.');

const call = z
  .strictObject(
    {
      tool: text('the name of a tool').describe('The tool that is called.'),
      arguments: z.record(z.string(), z.unknown(), 'an object').optional().describe('What it is called with.'),
      expect: text('a text').optional().describe('What the answer has to contain where the token is the right one.'),
    },
    'an object',
  )
  .describe('The call that is made; the tutorial’s, fetch of the tool, without it.');

const verify = z
  .strictObject(
    {
      expiredToken: secret('EXPIRED_ACCESS_TOKEN')
        .optional()
        .describe('A token of the provider that has expired; EXPIRED_ACCESS_TOKEN without this.'),
    },
    'an object',
  )
  .describe('What only verify needs.');

const tls = z
  .strictObject(
    {
      caFiles: textsOf('paths of files')
        .optional()
        .describe('Certificates of authorities that are trusted beside the usual ones, PEM (--ca-file).'),
      certFile: text('the path of a file')
        .optional()
        .describe('What is shown where a server asks for a certificate, PEM (--cert-file).'),
      keyFile: text('the path of a file').optional().describe('Its key, PEM (--key-file).'),
      keyPassphrase: secret('KEY_PASSPHRASE').optional().describe('What opens the key; KEY_PASSPHRASE without this.'),
    },
    'an object',
  )
  .describe('How what leaves this machine is protected. Paths are relative to this file.');

/** The name of the schema as a URI (RFC 8141). The number goes up when a file of the old one would mean something else. */
export const CONFIG_SCHEMA_ID = 'urn:x-tutorial-tui:config:1';

/**
 * What a configuration file may say: all of it can be left out. Its types, its errors and the JSON Schema that ships are made of this.
 */
export const configSchema = z
  .strictObject(
    {
      $schema: text('the path or URL of this schema').optional().describe('Where an editor finds this schema.'),
      identity: identity.optional(),
      stack: stack.optional(),
      mcp: mcp.optional(),
      tool: tool.optional(),
      model: model.optional(),
      call: call.optional(),
      run: runSchema.optional(),
      verify: verify.optional(),
      tls: tls.optional(),
      plainHttpTo: textsOf('names of hosts')
        .optional()
        .describe('Hosts that may be sent a credential over plain http, though others can read it (--plain-http-to).'),
    },
    'an object',
  )
  .meta({
    title: 'tutorial-tui.config.json',
    description:
      'Whose parts tutorial-tui acts on, and how it is run. Options win over the environment, the environment wins over this file.',
  });

/** See configSchema. */
export type Config = z.infer<typeof configSchema>;
