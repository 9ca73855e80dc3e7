import { readFileSync } from 'node:fs';
import { request as httpRequest, type RequestOptions } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { loopbackLookup } from '../wire/loopback.ts';
import type { EngineAddress } from './address.ts';

const LIMIT = 4 * 1024 * 1024;

/** What an engine's API answered. */
export interface EngineAnswer {
  readonly status: number;
  readonly text: string;
  /** Its time as it tells it; undefined where it does not. */
  readonly date: string | undefined;
}

/**
 * One GET to an engine's API, without dockerode: that takes a quarter of a second to load, and looking for an engine must cost nothing.
 * Rejects with the system's error (ENOENT, ECONNREFUSED, EACCES …) or with the signal's reason.
 */
export function engineGet(address: EngineAddress, path: string, signal: AbortSignal): Promise<EngineAnswer> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) {
      reject(signal.reason);
      return;
    }
    const fail = (error: unknown) => reject(signal.aborted ? signal.reason : error);
    const send = address.kind === 'tcp' && address.certificates !== undefined ? httpsRequest : httpRequest;
    const request = send(
      { ...connection(address), path, agent: false, lookup: loopbackLookup, signal, headers: { host: 'engine' } },
      (response) => {
        const chunks: Buffer[] = [];
        let size = 0;
        response.on('data', (chunk: Buffer) => {
          size += chunk.length;
          if (size > LIMIT) response.destroy(new Error('the answer is too large'));
          else chunks.push(chunk);
        });
        response.on('error', fail);
        response.on('end', () => {
          const { statusCode: status = 0, headers } = response;
          resolve({ status, text: Buffer.concat(chunks).toString(), date: headers.date });
        });
      },
    );
    request.on('error', fail);
    request.end();
  });
}

function connection(address: EngineAddress): RequestOptions & { ca?: Buffer; cert?: Buffer; key?: Buffer } {
  if (address.kind === 'socket') return { socketPath: address.path };
  const { host, port, certificates } = address;
  return { host, port, ...(certificates && readCertificates(certificates)) };
}

/** The three files that docker keeps in a certificate folder. */
export function readCertificates(folder: string): { ca: Buffer; cert: Buffer; key: Buffer } {
  return {
    ca: readFileSync(`${folder}/ca.pem`),
    cert: readFileSync(`${folder}/cert.pem`),
    key: readFileSync(`${folder}/key.pem`),
  };
}
