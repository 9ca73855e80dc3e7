import type { IncomingMessage, ServerResponse } from 'node:http';
import { TutorialError } from '../../src/errors.ts';
import { redact } from '../../src/evidence/redact.ts';
import { traceIdOf } from '../../src/evidence/traceparent.ts';
import type { PartReporter, RunningPart } from '../part/part-server.ts';
import { type Credential, readAuthorization, shownToken } from '../part/reading/authorization.ts';
import { unaskedTraces } from '../part/unasked-traces.ts';
import { HttpClient } from '../wire/http.ts';
import { REQUEST_LIMIT } from '../wire/http-body.ts';
import { createHttpServer } from '../wire/http-server.ts';
import { closeServer, type Listen, listen } from '../wire/listen.ts';
import { urlHost } from '../wire/loopback.ts';
import { type Answer, unauthorized, welcome } from './answer.ts';
import { parseCompact } from './jws.ts';
import { KeySource, ProviderUnavailable } from './key-source.ts';
import { Refusal } from './refusal.ts';
import { seenAnswer, toolHop } from './tool-hop.ts';
import { partsOf, Verification } from './verification.ts';
import { TokenVerifier } from './verifier.ts';

/** Where the tool listens, and whose tokens for whom it trusts. */
export interface ToolServerOptions {
  listen: Listen;
  /** Whose tokens are trusted: the string that they carry in `iss` and that discovery names. */
  issuer: string;
  /** Where that one is asked for its keys, where its name leads elsewhere from here: in a container, `localhost` is the container. */
  issuerAt?: string | undefined;
  /** What a token must name in `aud`, e.g. `my-external-tool`. */
  audience: string;
  /**
   * DANGER: whether it leaves `aud` unlooked at, as no server may (RFC 7519, section 4.1.3; RFC 8725, section 3.9): who holds a token that was issued
   * for somebody else is let in with it.
   */
  skipAudience?: boolean | undefined;
}

/** What the part says it is made with; a test holds it to the package. */
const MADE_WITH = 'jose 6.2';
const UNCHECKED = 'DANGER: nobody looked whom this token was issued for';
const TEXT = 'text/plain; charset=utf-8';

/**
 * The tutorial's tool: it greets whoever brings an access token that the issuer made for it, on any path and with any method. Status, body
 * and log are those of the tutorial's Go server, but for what docs/differences.md lists.
 * Throws a TutorialError of kind usage where the issuer is no URL, and of kind part-unreachable where the port is taken.
 */
export async function start(options: ToolServerOptions, reporter: PartReporter): Promise<RunningPart> {
  const { issuer, issuerAt, audience, skipAudience = false } = options;
  if (!URL.canParse(issuer))
    throw new TutorialError('usage', `The issuer ${JSON.stringify(issuer)} is not a URL.`, {
      next: 'Name it as tokens carry it, e.g. --issuer http://localhost:8080/realms/demo',
    });
  const client = new HttpClient();
  const source = new KeySource(issuer, client, reporter, undefined, issuerAt);
  const mayTellUntraced = unaskedTraces();
  const verifier = new TokenVerifier(issuer, skipAudience ? undefined : audience, source);

  const decide = async (
    credential: Credential,
    { traceId, callId }: { readonly traceId: string | undefined; readonly callId: string | undefined },
    verification: Verification,
  ): Promise<Answer> => {
    if (credential.kind === 'missing') return unauthorized(audience, 'Missing Authorization header');
    try {
      if (credential.kind === 'unreadable') throw badHeader(credential.problem);
      const { token, problem } = credential;
      reporter.log(`Validating token ${shownToken(credential)} against issuer ${issuer}`, callId);
      if (problem) {
        // What the original refuses keeps its wording; only what it would let pass is refused for its header.
        verification.check('form', partsOf(token), () => parseCompact(token));
        throw badHeader(problem);
      }
      const bearer = await verifier.verify(token, traceId, verification);
      if (skipAudience) reporter.log(UNCHECKED, callId);
      return welcome(bearer);
    } catch (error) {
      return refuse(error, audience);
    }
  };

  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const credential = readAuthorization(request);
    const traceId = traceIdOf(request.headers.traceparent);
    // A server that passes no trace on is known by what it brings. A look of the lab, whether this one is there, brings nothing and calls itself nothing.
    const isLook = credential.kind === 'missing' && request.headers['user-agent'] === undefined;
    const isTold = traceId !== undefined || (!isLook && mayTellUntraced());
    const hop = isTold ? toolHop(request, { traceId, credential, url }, reporter.print) : undefined;
    if (hop) reporter.hop(hop.arrived);
    // By this the lines are known to belong to the hop, as `callIdOf` has it.
    const callId = traceId ?? hop?.arrived.id;
    const verification = new Verification();
    const answer = tooLarge(request) ?? (await decide(credential, { traceId, callId }, verification));
    if (answer.log !== undefined) reporter.log(redact(answer.log), callId);
    if (hop) reporter.hop(hop.answered(seenAnswer(answer, verification.checks)));
    send(response, answer);
  };

  const server = createHttpServer({ handle, errorBody: (_, message) => ({ contentType: TEXT, body: message }) });
  const port = await listen(server, options.listen);
  const url = `http://${urlHost(options.listen.host)}:${port}`;
  if (skipAudience) reporter.log(`DANGER: --skip-audience takes every token of ${issuer}, whoever it was issued for`);
  source.keys(undefined).catch((error: Error) => reporter.log(redact(error.message)));
  return {
    url,
    version: MADE_WITH,
    close: async () => {
      await Promise.all([closeServer(server), client.close()]);
    },
  };
}

function badHeader(problem: string): Refusal {
  return new Refusal(problem, { log: `Request refused: ${problem}`, body: `${problem}.`, code: 'invalid_request' });
}

function refuse(error: unknown, audience: string): Answer {
  if (error instanceof ProviderUnavailable) return { status: 503, body: error.message, log: error.message };
  if (!(error instanceof Refusal)) throw error;
  return unauthorized(audience, error.body, error);
}

function tooLarge(request: IncomingMessage): Answer | undefined {
  if (Number(request.headers['content-length'] ?? 0) <= REQUEST_LIMIT) return undefined;
  return { status: 413, body: `The request body is larger than ${REQUEST_LIMIT} bytes.` };
}

function send(response: ServerResponse, { status, body, challenge }: Answer): void {
  // As Go's http.Error, so that a shell's prompt stands on a line of its own.
  const text = status === 200 ? body : `${body}\n`;
  const headers: Record<string, string | number> = { 'content-type': TEXT, 'content-length': Buffer.byteLength(text) };
  if (status !== 200) headers['x-content-type-options'] = 'nosniff';
  if (challenge) headers['www-authenticate'] = challenge;
  if (status === 503) headers['retry-after'] = 1;
  response.writeHead(status, headers).end(text);
}
