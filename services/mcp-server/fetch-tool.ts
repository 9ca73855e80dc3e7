import type { IncomingHttpHeaders } from 'node:http';
import { LONGEST_SENTENCE, printableLine } from '../../src/evidence/printable.ts';
import { maskCredential, redact } from '../../src/evidence/redact.ts';
import { traceparent } from '../../src/evidence/traceparent.ts';
import type { PartReporter } from '../part/part-server.ts';
import type { HttpClient } from '../wire/http.ts';
import { answersAt } from '../wire/knock.ts';
import { isLoopback } from '../wire/loopback.ts';
import { answerText } from './answer-text.ts';
import type { CallerToken } from './caller-token.ts';
import { readUrl } from './fetch-arguments.ts';
import { type FetchTarget, readTarget } from './fetch-target.ts';
import { statusFault, transportFault } from './httpx-errors.ts';
import { guardedLookup, refuseLinkLocal } from './reachable-addresses.ts';
import type { TokenOrigins } from './token-origins.ts';
import type { TokenPolicy } from './token-policy/token-policy.ts';
import { ToolFault } from './tool-fault.ts';

/** Milliseconds for the whole answer: a tool may have to ask its identity provider for two documents, and who calls this one waits for 30 s. */
const TIMEOUT_MS = 25_000;
const BODY_LIMIT = 1024 * 1024;

/** One call of the tool: its arguments, and all that may carry the caller's token. */
export interface FetchCall {
  arguments: Readonly<Record<string, unknown>>;
  /** `_meta.api_key` as it came. */
  apiKey: unknown;
  /** Headers of the HTTP request that carried the call. */
  headers: IncomingHttpHeaders;
  traceId: string | undefined;
  signal: AbortSignal;
}

/** What the tool says. A failure is a text, too. */
export interface FetchResult {
  text: string;
  isError: boolean;
}

/**
 * The tutorial's tool `fetch(url)`: GETs a URL and gives its text. What the original does that this must not:
 * - The token goes to allowed origins only. A call that brings a token and names another origin is refused, and that origin is not asked at
 *   all, not even without the token: an answer made from an unauthorized request would read as if the token had been of no use. One thing
 *   is looked at before, on this machine alone: whether anybody listens there, so that a mistyped port reads as it does in the original.
 * - Redirects are not followed, to no origin.
 * - Without a token any http or https URL is called, as in the original, except link-local addresses. Who can reach this server is on this
 *   machine already (web pages are kept out by the Host and Origin checks), and reaches everything else without its help.
 */
export class FetchTool {
  readonly #origins: TokenOrigins;
  readonly #policy: TokenPolicy;
  readonly #client: HttpClient;
  readonly #reporter: PartReporter;

  constructor(origins: TokenOrigins, policy: TokenPolicy, client: HttpClient, reporter: PartReporter) {
    this.#origins = origins;
    this.#policy = policy;
    this.#client = client;
    this.#reporter = reporter;
  }

  /**
   * The text of the URL, or what went wrong, in the words of FastMCP, pydantic and httpx (docs/references/mcp-server.md#words-of-failures). Never
   * throws.
   */
  async call(call: FetchCall): Promise<FetchResult> {
    try {
      return { text: await this.#fetch(call), isError: false };
    } catch (error) {
      const fault = error instanceof ToolFault ? error : transportFault(error);
      return { text: `Error executing tool fetch: ${fault.message}`, isError: true };
    }
  }

  async #fetch(call: FetchCall): Promise<string> {
    const caller = this.#policy.brought(call);
    const target = readTarget(readUrl(call.arguments));
    if (caller.token && !this.#origins.allows(target.url)) throw await this.#refusal(target, call.traceId);
    if (!this.#origins.allows(target.url)) refuseLinkLocal(target.url.hostname);
    return this.#get(target, caller, call);
  }

  async #get(
    { url, shown }: FetchTarget,
    { token: own, cut }: CallerToken,
    { traceId, signal }: FetchCall,
  ): Promise<string> {
    const token = own && (await this.#policy.forTool(own, traceId));
    const known = token ? [token.reveal()] : [];
    const credential = token ? `token ${known.map(maskCredential)}` : 'no token';
    const log = (line: string) => this.#log(redact(line, known), traceId);
    // What a query holds is left out, as in the stack server's log: it may be a password.
    const logged = shown.replace(/\?.*$/s, '?...');
    log(`Fetching ${logged} with ${credential}`);
    if (cut) log('Of the api_key only the first word is sent: a token is one word.');
    const answer = await this.#client.send(url, {
      headers: {
        accept: '*/*',
        'user-agent': 'tutorial-tui',
        ...(token && { authorization: `Bearer ${token.reveal()}` }),
        ...(traceId && { traceparent: traceparent(traceId) }),
      },
      timeoutMs: TIMEOUT_MS,
      bodyLimit: BODY_LIMIT,
      lookup: guardedLookup,
      signal,
    });
    log(`HTTP Request: GET ${logged} "HTTP/1.1 ${answer.status} ${answer.reason}"`);
    const fault = statusFault(answer, shown);
    if (fault) throw fault;
    return answerText(answer, BODY_LIMIT);
  }

  async #refusal({ url }: FetchTarget, traceId: string | undefined): Promise<ToolFault> {
    if (isLoopback(url.hostname) && !(await answersAt(url))) return new ToolFault('All connection attempts failed');
    const why = `${url.origin} is not on the list of origins that may receive the token (${this.#origins}).`;
    this.#log(`The token was not sent: ${why}`, traceId);
    return new ToolFault(`The URL was not fetched and the token was not sent: ${why}`);
  }

  #log(line: string, traceId: string | undefined): void {
    this.#reporter.log(printableLine(redact(line), LONGEST_SENTENCE), traceId);
  }
}
