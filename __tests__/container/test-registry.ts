import { createHash, randomBytes } from 'node:crypto';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';

const CHUNK = 64 * 1024;
const LAYER_BYTES = 3_000_000;
const NAME = 'keycloak/keycloak';

interface Blob {
  readonly digest: string;
  readonly body: Buffer;
}

/** An image registry (Docker Registry HTTP API v2) with one small image in it, which can be slow or answer with errors. */
export class TestRegistry {
  readonly #server: Server;
  readonly #blobs: readonly Blob[];
  readonly #manifest: Blob;
  /** Pause between two chunks of a layer. */
  pauseMs = 0;
  /** How many of the next requests are answered with this status. */
  faults = { status: 502, count: 0 };
  requests = 0;

  static async open(): Promise<TestRegistry> {
    const registry = new TestRegistry();
    await new Promise<void>((resolve) => registry.#server.listen({ host: '127.0.0.1', port: 0 }, () => resolve()));
    return registry;
  }

  private constructor() {
    const layers = [layer(), layer()];
    const config = blob(
      Buffer.from(
        JSON.stringify({
          architecture: process.arch === 'arm64' ? 'arm64' : 'amd64',
          os: 'linux',
          config: { Cmd: ['true'] },
          rootfs: { type: 'layers', diff_ids: layers.map(({ uncompressed }) => uncompressed) },
        }),
      ),
    );
    const type = 'application/vnd.docker';
    const describe = (mediaType: string, { digest, body }: Blob) => ({ mediaType, digest, size: body.length });
    this.#blobs = [config, ...layers];
    this.#manifest = blob(
      Buffer.from(
        JSON.stringify({
          schemaVersion: 2,
          mediaType: `${type}.distribution.manifest.v2+json`,
          config: describe(`${type}.container.image.v1+json`, config),
          layers: layers.map((one) => describe(`${type}.image.rootfs.diff.tar.gzip`, one)),
        }),
      ),
    );
    this.#server = createServer((request, response) => {
      void this.#answer(request.method ?? '', request.url ?? '', response);
    });
  }

  /** The image's name, at this registry. */
  image(tag = 'small'): string {
    return `127.0.0.1:${(this.#server.address() as AddressInfo).port}/${NAME}:${tag}`;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }

  async #answer(method: string, url: string, response: ServerResponse): Promise<void> {
    this.requests++;
    if (this.faults.count > 0) {
      this.faults.count--;
      response.writeHead(this.faults.status, { 'content-type': 'text/html' }).end('<h1>Bad Gateway</h1>');
      return;
    }
    if (url === '/v2/') {
      response.writeHead(200, { 'docker-distribution-api-version': 'registry/2.0' }).end();
      return;
    }
    const [, kind, reference] = /^\/v2\/keycloak\/keycloak\/(manifests|blobs)\/(.+)$/.exec(url) ?? [];
    const found =
      kind === 'manifests' && (reference === 'small' || reference === this.#manifest.digest)
        ? this.#manifest
        : this.#blobs.find(({ digest }) => digest === reference);
    if (!found) {
      const code = kind === 'manifests' ? 'MANIFEST_UNKNOWN' : 'NAME_UNKNOWN';
      response.writeHead(404, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ errors: [{ code, message: code.toLowerCase().replace('_', ' ') }] }));
      return;
    }
    response.writeHead(200, {
      'content-type':
        kind === 'manifests' ? 'application/vnd.docker.distribution.manifest.v2+json' : 'application/octet-stream',
      'content-length': found.body.length,
      'docker-content-digest': found.digest,
    });
    if (method === 'HEAD') {
      response.end();
      return;
    }
    for (let at = 0; at < found.body.length && !response.destroyed; at += CHUNK) {
      response.write(found.body.subarray(at, at + CHUNK));
      if (this.pauseMs > 0) await sleep(this.pauseMs);
    }
    response.end();
  }
}

function blob(body: Buffer): Blob {
  return { body, digest: digestOf(body) };
}

/** A layer with one file of random bytes in it, so that it does not compress, and is another one each time. */
function layer(): Blob & { uncompressed: string } {
  const tar = tarOf(`${randomBytes(4).toString('hex')}.bin`, randomBytes(LAYER_BYTES));
  return { ...blob(gzipSync(tar, { level: 1 })), uncompressed: digestOf(tar) };
}

function digestOf(body: Buffer): string {
  return `sha256:${createHash('sha256').update(body).digest('hex')}`;
}

/** A tar archive of one file (POSIX ustar). */
function tarOf(name: string, content: Buffer): Buffer {
  const header = Buffer.alloc(512);
  header.write(name, 0);
  header.write('0000644\0', 100);
  header.write('0000000\0', 108);
  header.write('0000000\0', 116);
  header.write(`${content.length.toString(8).padStart(11, '0')}\0`, 124);
  header.write('00000000000\0', 136);
  header.write('        ', 148);
  header.write('0', 156);
  header.write('ustar\u000000', 257);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  const padding = Buffer.alloc((512 - (content.length % 512)) % 512);
  return Buffer.concat([header, content, padding, Buffer.alloc(1024)]);
}
