import type { GenerationId } from '../services/clients/stack/generation.ts';
import type { Secret } from './evidence/secret.ts';

/**
 * Whose parts a lesson or a verification acts on, where they are, and how they are spoken to: what the command line, the configuration file and the
 * environment say, as one. What is left out is the program's own.
 */
export interface Deployment {
  readonly identity: IdentitySetting;
  readonly stack?: StackSetting;
  readonly mcp?: McpSetting;
  readonly tool?: ToolSetting;
  readonly model?: ModelSetting;
  /** The call that is made; the tutorial's, `fetch` of the tool, where it is left out. */
  readonly call?: CallSetting;
  /** Of a verification: a token of the provider that has expired, and the variable that holds it. */
  readonly expiredToken?: { readonly token: Secret; readonly from: string };
  readonly wire: WireSetting;
}

/** Who issues the tokens, and by which names it knows what the lesson speaks of. */
export interface IdentitySetting {
  /** As --idp takes it: a word, or the URL of a realm or of an issuer. */
  readonly which: string;
  /** Who logs in; the tutorial's user where it is left out. */
  readonly user?: string;
  /** The realm of a Keycloak that is named without one; `demo` where it is left out. */
  readonly realm?: string;
  /** The id of the client that the token is got with. */
  readonly client?: string;
  readonly clientSecret?: Secret;
  /** What is asked for so that the token is for the tool (RFC 6749, section 3.3). */
  readonly scope?: string;
  /** Whom the token has to name in `aud` (RFC 9068, section 2.2). */
  readonly audience?: string;
  /** For which resource a token is asked (RFC 8707, section 2). */
  readonly resource?: string;
  readonly token: TokenSetting;
}

/** How the user's access token is got. */
export type TokenSetting =
  | { readonly by: 'password' | 'client-credentials' | 'code' | 'device' }
  /** Somebody else got it. */
  | { readonly by: 'given'; readonly token: Secret; readonly from: string }
  /** A command prints it; it is run without a shell. */
  | { readonly by: 'command'; readonly command: readonly string[] };

/** A Llama Stack of the learner's own. */
export interface StackSetting {
  readonly url: string;
  /** The generation that it is to be spoken to as; found out where it is left out. */
  readonly generation?: GenerationId;
  /** What every request to it carries, by name in lower case: a stack may itself want a credential. */
  readonly headers?: Readonly<Record<string, Secret>>;
  /** The variables that hold them, so that a command to be typed can name them. */
  readonly headerVariables?: readonly (readonly [header: string, variable: string])[];
  /** The model that a response is asked of, where its generation makes calls that way. */
  readonly model?: string;
  /** The provider that tool groups are registered with. */
  readonly provider?: string;
  /** A tool group that is there, to be used as it is; one is registered for the run and taken away again, where it is left out. */
  readonly toolGroup?: string;
}

/** An MCP server of the learner's own. */
export interface McpSetting {
  /** Its endpoint or, for the tutorial's transport, its base. */
  readonly url: string;
  /** Found out where it is left out. */
  readonly transport?: 'sse' | 'streamable-http';
  /** The base URL by which the stack server finds it, where that is another one than from here. */
  readonly inside?: string;
}

/** A server of the learner's own that takes bearer tokens. */
export interface ToolSetting {
  readonly url: string;
  /** The URL by which the MCP server finds it, where that is another one than from here. */
  readonly inside?: string;
}

/** Where the model is asked. */
export interface ModelSetting {
  /** The URL of an ollama, `scripted`, or `none`. */
  readonly which: string;
  /** One of those that it has. */
  readonly name?: string;
}

/** A tool call, and what has to come of it. */
export interface CallSetting {
  readonly tool: string;
  readonly arguments: Readonly<Record<string, unknown>>;
  /** What the answer has to contain where the token is the right one. */
  readonly expect?: string;
}

/** How what leaves this machine is protected. */
export interface WireSetting {
  /** Files with certificates of authorities that are trusted beside the usual ones (PEM). */
  readonly caFiles?: readonly string[];
  /** What this program shows of itself where a server asks for a certificate (RFC 8705). */
  readonly client?: { readonly certFile: string; readonly keyFile: string; readonly passphrase?: Secret };
  /** Hosts to which a credential may be sent over plain http, though others can read it. */
  readonly plainHttpTo?: readonly string[];
}
