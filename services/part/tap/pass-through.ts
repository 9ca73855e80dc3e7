import type { ClientRequest, IncomingMessage, InformationEvent, ServerResponse } from 'node:http';
import { discardRest } from '../../wire/http-body.ts';
import { noAnswer } from '../../wire/no-answer.ts';
import { pairs, passedOn, valuesOf, without } from './fields.ts';
import type { Onlooker } from './onlooker.ts';
import { pump } from './pump.ts';
import { refuseAtTap } from './refuse.ts';

interface Passing {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  /** The request to the server, of which nothing has been sent. */
  readonly sent: ClientRequest;
  readonly to: URL;
  readonly onlooker: Onlooker | undefined;
}

/** The server goes over to another protocol, and was asked for none. */
const SWITCHED = 'SWITCHED';

/** Hands one request on and its answer back, both as they come, at the pace of whoever reads more slowly. */
export function passThrough({ request, response, sent, to, onlooker }: Passing): void {
  let answered = false;
  let over = false;
  let connectionFailed = false;
  const end = (fault?: string) => {
    if (!over) onlooker?.end(fault);
    over = true;
  };
  const fail = (error: Error) => {
    connectionFailed = true;
    if (over || answered) return;
    const { stage, message } = noAnswer(error);
    end(message);
    const code = (error as NodeJS.ErrnoException).code ?? '';
    if (code === SWITCHED)
      return void answerInItsPlace(request, response, `${to.origin} answered 101, which nobody asked for.`);
    if (code.startsWith('HPE_'))
      return void answerInItsPlace(request, response, `${to.origin} answered what is no HTTP: ${message}`);
    if (stage !== 'answer') return void answerInItsPlace(request, response, `${to.origin} does not answer: ${message}`);
    // It was there, and went without a word: so does the tap.
    breakOff(response);
  };

  const switched = () => {
    fail(Object.assign(new Error('it answered 101 Switching Protocols'), { code: SWITCHED }));
    sent.destroy();
  };

  response.once('close', () => {
    if (response.writableFinished) return;
    end('the caller went away');
    sent.destroy();
  });
  sent
    .on('response', (head: IncomingMessage) => {
      if (head.statusCode === 101) return switched();
      answered = true;
      onlooker?.answer(head);
      handBack(head, { request, response, onlooker, end, isWhole: () => head.complete && !connectionFailed });
    })
    .on('continue', () => response.writeContinue())
    .on('information', (interim) => passInterim(response, interim))
    .on('upgrade', switched)
    .on('error', fail)
    .on('close', () => {
      if (!answered) fail(new Error('the connection was closed'));
    });

  request
    .on('error', () => {})
    .on('end', () => {
      onlooker?.requestEnd();
      if (request.rawTrailers.length > 0) sent.addTrailers(pairs(request.rawTrailers));
      sent.end();
    });
  pump(request, sent, onlooker && ((chunk) => onlooker.requestData(chunk)));
  // The head goes together with what of the body is there, and alone where that takes its time.
  setImmediate(() => {
    if (!sent.writableEnded && !sent.destroyed) sent.flushHeaders();
  });
}

interface HandingBack extends Pick<Passing, 'request' | 'response' | 'onlooker'> {
  end(fault?: string): void;
  /** Whether all of the answer came. */
  isWhole(): boolean;
}

function handBack(answer: IncomingMessage, { request, response, onlooker, end, isWhole }: HandingBack): void {
  const { statusCode = 502, statusMessage, rawHeaders } = answer;
  const chunked = valuesOf(rawHeaders, 'transfer-encoding').length > 0;
  const untilTheEnd = !chunked && valuesOf(rawHeaders, 'content-length').length === 0;
  // What Node would add of its own.
  for (const name of ['connection', 'content-length', 'transfer-encoding', 'date']) response.removeHeader(name);
  // HTTP/1.0 knows no chunks (RFC 9112, section 6.1); the connection's end is the answer's.
  const isOld = request.httpVersionMinor === 0;
  const fields = passedOn(isOld ? without(without(rawHeaders, 'transfer-encoding'), 'trailer') : rawHeaders);
  if (answer.httpVersionMinor === 0) response.shouldKeepAlive &&= valuesOf(rawHeaders, 'connection').length > 0;
  response.writeHead(statusCode, statusMessage, fields);
  answer
    .on('end', () => {
      if (!isWhole()) return;
      if (answer.rawTrailers.length > 0 && !isOld) response.addTrailers(pairs(answer.rawTrailers));
      end();
      response.end();
    })
    .on('error', () => {})
    .on('close', () => {
      if (isWhole()) return;
      end('the answer broke off');
      breakOff(response, untilTheEnd);
    });
  pump(answer, response, onlooker && ((chunk) => onlooker.answerData(chunk)));
  setImmediate(() => {
    if (!response.writableEnded && !response.destroyed) response.flushHeaders();
  });
}

/** 102, 103 and their like, as they came. They can be written where no other answer is still on its way before them. */
function passInterim(response: ServerResponse, { statusCode, statusMessage, rawHeaders }: InformationEvent): void {
  const lines = pairs(rawHeaders).map(([name, value]) => `${name}: ${value}\r\n`);
  response.socket?.write(`HTTP/1.1 ${statusCode} ${statusMessage}\r\n${lines.join('')}\r\n`, 'latin1');
}

/** The tap's own word, 502, where nobody behind it could be asked; after what the caller still sends, who would not read it before. */
async function answerInItsPlace(request: IncomingMessage, response: ServerResponse, message: string): Promise<void> {
  request.removeAllListeners('data');
  await discardRest(request);
  if (!response.destroyed) refuseAtTap(response, 502, message);
}

/**
 * Ends an answer so that it is seen to be broken, behind what came of it. One that ends with its connection has to be reset: its end would make
 * it whole.
 */
function breakOff(response: ServerResponse, untilTheEnd = false): void {
  const { socket } = response;
  if (!socket) response.destroy();
  else if (untilTheEnd) socket.resetAndDestroy();
  else socket.destroySoon();
}
