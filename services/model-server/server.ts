import type { IncomingMessage, ServerResponse } from 'node:http';
import { printableLine } from '../../src/evidence/printable.ts';
import { traceIdOf } from '../../src/evidence/traceparent.ts';
import type { PartReporter, RunningPart } from '../part/part-server.ts';
import { BodyError, discardRest } from '../wire/http-body.ts';
import { createHttpServer } from '../wire/http-server.ts';
import { closeServer, type Listen, listen } from '../wire/listen.ts';
import { isLoopback, urlHost } from '../wire/loopback.ts';
import { strangerIn } from '../wire/strangers.ts';
import { type Answer, answerOf } from './answers.ts';
import { Refusal } from './refusal.ts';

/** Where the scripted model listens. */
export interface ModelServerOptions {
  listen: Listen;
}

/** What the part says that it is. */
const SCRIPTED = 'scripted, no real model';

/**
 * A model that thinks nothing and says so, behind the HTTP API of ollama 0.17 (docs/references/ollama.md; docs/differences.md lists where it differs).
 * It takes no credential and wants none. Throws a TutorialError of kind part-unreachable where the port is taken.
 */
export async function start(options: ModelServerOptions, reporter: PartReporter): Promise<RunningPart> {
  const onLoopback = isLoopback(options.listen.host);
  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const answer = await answered(request, onLoopback);
    await discardRest(request);
    const { status, type, body } = answer;
    response.writeHead(status, { 'content-type': type, 'content-length': Buffer.byteLength(body) }).end(body);
    const [path = ''] = (request.url ?? '/').split('?', 1);
    reporter.log(
      printableLine(`${request.method} ${path} ${status}${answer.said}`),
      traceIdOf(request.headers.traceparent),
    );
  };
  const server = createHttpServer({
    handle,
    errorBody: (_, error) => ({ contentType: 'application/json', body: JSON.stringify({ error }) }),
  });
  const port = await listen(server, options.listen);
  return {
    url: `http://${urlHost(options.listen.host)}:${port}`,
    version: SCRIPTED,
    close: () => closeServer(server),
  };
}

async function answered(request: IncomingMessage, onLoopback: boolean): Promise<Answer> {
  try {
    const stranger = strangerIn(request.headers, onLoopback);
    if (stranger) throw new Refusal(403, stranger);
    return await answerOf(request);
  } catch (error) {
    if (!(error instanceof Refusal) && !(error instanceof BodyError)) throw error;
    const { status, message } = error;
    return {
      status,
      type: 'application/json; charset=utf-8',
      body: JSON.stringify({ error: message }),
      said: `: ${message}`,
    };
  }
}
