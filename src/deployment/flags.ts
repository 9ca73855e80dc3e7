import { Option } from 'commander';
import { GENERATION_IDS, type GenerationId } from '../../services/clients/stack/generation.ts';
import { idpValues, idpWords } from '../../services/identity/choose.ts';
import { nonEmpty, OpenOption, RepeatableOption, toolArgument } from '../option-values.ts';

/** What the command line says of a deployment, by the names of its options. Nothing in it is a secret. */
export interface DeploymentFlags {
  config?: string;
  idp?: string;
  user?: string;
  realm?: string;
  client?: string;
  scope?: string;
  audience?: string;
  resource?: string;
  tokenBy?: TokenBy;
  stack?: string;
  stackGeneration?: GenerationId;
  mcp?: string;
  tool?: string;
  callTool?: string;
  callArg?: Record<string, unknown>;
  expect?: string;
  ollama?: string;
  model?: string;
  caFile?: string[];
  certFile?: string;
  keyFile?: string;
  plainHttpTo?: string[];
}

/** The ways in which the user's token is got. */
const TOKEN_BY = ['password', 'client-credentials', 'code', 'device', 'env', 'command'] as const;
/** One of them. */
export type TokenBy = (typeof TOKEN_BY)[number];

/** The words that --ollama may be; it may be a URL, too. */
export const MODEL_WORDS: readonly string[] = ['auto', 'scripted', 'none'];

/** Under what the options stand in `--help`. */
export const HELP_GROUPS = {
  parts: 'Whose parts:',
  identity: 'The identity provider, and the token:',
  wire: 'What leaves this machine:',
} as const;

/** What a deployment is wanted for. */
export type DeploymentUse = 'lesson' | 'verification';

/** What an option says of itself, where a lesson has parts of its own and a verification asks those that are there. */
const WORDS = {
  lesson: {
    stack: 'your own stack server, in place of the bundled one; it is sent STACK_AUTHORIZATION',
    mcp: 'your own MCP server',
    tool: 'your own tool server',
    callTool: 'a tool of your MCP server that is called in place of fetch',
    idp: `${idpValues()} (default: auto)`,
  },
  verification: {
    stack: 'the stack server that is asked; it is sent STACK_AUTHORIZATION',
    mcp: 'the MCP server that is asked',
    tool: 'the tool server that is asked',
    callTool: 'the tool of the MCP server that is called (default: fetch)',
    idp: 'the URL of the issuer, or of a Keycloak',
  },
} as const;

/** The options that name a deployment, for a command that acts on one. None has a default: what is left out is said elsewhere. */
export function deploymentOptions(use: DeploymentUse): Option[] {
  const words = WORDS[use];
  const parts = [
    text(
      '--config <file>',
      'what these options say, as JSON; the environment holds the secrets (default: tutorial-tui.config.json, where there is one)',
    ),
    text('--stack <url>', words.stack),
    new Option('--stack-generation <id>', 'how it is spoken to; found out where it is left out').choices(
      GENERATION_IDS,
    ),
    text('--mcp <url>', words.mcp),
    text('--tool <url>', words.tool),
    text('--call-tool <name>', words.callTool),
    new RepeatableOption(
      '--call-arg <name=value>',
      'an argument of that call, as JSON or as text, repeatable',
    ).argParser(toolArgument),
    text('--expect <text>', 'what its answer has to contain where the token is the right one'),
    ...(use === 'lesson' ? modelOptions() : []),
  ];
  const identity = [
    use === 'lesson' ? oneOf(idpWords(), '--idp <which>', words.idp) : text('--idp <which>', words.idp),
    text('--user <name>', 'the user who logs in (or USER_NAME; default alan)'),
    text('--realm <name>', 'the realm of a Keycloak that --idp names without one'),
    text('--client <id>', 'the client that the token is got with; its secret is CLIENT_SECRET'),
    text('--scope <scope>', 'the scope that makes a token be for the tool'),
    text('--audience <name>', 'whom the token has to name in aud'),
    text('--resource <uri>', 'the resource that a token is asked for (RFC 8707)'),
    new Option('--token-by <how>', "how the user's token is got; env takes it from ACCESS_TOKEN").choices(TOKEN_BY),
  ];
  return [
    ...parts.map((option) => option.helpGroup(HELP_GROUPS.parts)),
    ...identity.map((option) => option.helpGroup(HELP_GROUPS.identity)),
    ...wireOptions(),
  ];
}

/** No verification asks a model. */
function modelOptions(): Option[] {
  return [
    oneOf(
      MODEL_WORDS,
      '--ollama <which>',
      'whom chapter 5 asks: auto, scripted, none, or the URL of an ollama (default: auto)',
    ),
    text('--model <name>', 'one of its models (default: the first that can call tools)'),
  ];
}

/** Those of them that say how what is sent is protected: every command that sends anything has them. */
export function wireOptions(): Option[] {
  const wire = [
    many('--ca-file <file>', 'certificates of an authority that is trusted, too (PEM), repeatable'),
    text('--cert-file <file>', 'the certificate to show where a server asks for one (PEM)'),
    text('--key-file <file>', 'its key (PEM); KEY_PASSPHRASE opens it'),
    many(
      '--plain-http-to <host>',
      'a host that may be sent passwords and tokens over plain http: others can read them; repeatable',
    ),
  ];
  return wire.map((option) => option.helpGroup(HELP_GROUPS.wire));
}

function text(flags: string, about: string): Option {
  return new Option(flags, about).argParser(nonEmpty);
}

function oneOf(words: readonly string[], flags: string, about: string): Option {
  return new OpenOption(flags, about).orOneOf(words).argParser(nonEmpty);
}

function many(flags: string, about: string): Option {
  return new RepeatableOption(flags, about).argParser((value: string, before: string[] = []) => [
    ...before,
    nonEmpty(value),
  ]);
}
