import { InvalidArgumentError } from 'commander';
import fc from 'fast-check';
import { decodeToken } from '../../services/clients/decoded-token.ts';
import { readMetadata } from '../../services/clients/discovery.ts';
import { chatAnswerSchema, pullSchema, showSchema, tagsSchema } from '../../services/clients/ollama-answers.ts';
import { readPage } from '../../services/clients/walk/read-page.ts';
import { isAlive, processMarkSchema } from '../../services/machine/process-mark.ts';
import { configOf } from '../../src/deployment/config/read-config.ts';
import { TutorialError } from '../../src/errors.ts';
import { sessionEventSchema } from '../../src/lesson/events.ts';
import { parseProgress } from '../../src/lesson/progress.ts';
import {
  chapterName,
  duration,
  headerVariable,
  nonEmpty,
  port,
  stepId,
  stepIds,
  tapTarget,
  toolArgument,
  webUrl,
} from '../../src/option-values.ts';
import { json, jsonText, jwt, objectLike, property, text } from './property.ts';

const READERS = {
  port,
  chapterName,
  stepId,
  stepIds,
  duration,
  toolArgument,
  headerVariable,
  nonEmpty,
  webUrl,
  tapTarget,
};

describe.each(Object.entries(READERS))('the value of an option: %s', (_, reads) => {
  const likely = fc.constantFrom(
    '1',
    '65535',
    '65536',
    '1e3',
    '3a,3b',
    '1.5h',
    '1.2.3',
    '9e99d',
    'a=b',
    '=',
    'mcp=http://x',
    'http://[',
    'https://a:b@c/?d#e',
  );
  property('is taken, or refused with a sentence', [fc.oneof(text, likely, fc.webUrl())], (given) => {
    try {
      reads(given);
    } catch (error) {
      expect(error).toBeInstanceOf(InvalidArgumentError);
      expect((error as Error).message).toMatch(/\.$|list$|42\.$/);
    }
  });
});

describe('the configuration file', () => {
  const secret = fc.string({ minLength: 12, maxLength: 30, unit: fc.constantFrom(...'abcXYZ0189+/!') });
  const config = objectLike({
    identity: objectLike({
      idp: text,
      user: text,
      clientSecret: objectLike({ env: text }),
      token: objectLike({ by: fc.constantFrom('env', 'command', 'code'), command: json }),
    }),
    stack: objectLike({ url: text, headers: json, generation: text }),
    mcp: objectLike({ url: text, transport: text }),
    tls: objectLike({ caFiles: json, keyPassphrase: json }),
    plainHttpTo: fc.array(text),
  });
  property('is a configuration, or an error of usage', [jsonText(config)], (content) => {
    try {
      configOf('it.json', content);
    } catch (error) {
      expect(error).toBeInstanceOf(TutorialError);
      expect(error).toMatchObject({ kind: 'usage', why: expect.stringMatching(/./) });
    }
  });

  property(
    'does not repeat what stands in a place of a secret',
    [secret, fc.constantFrom('clientSecret', 'keyPassphrase', 'header')],
    (value, place) => {
      const file = {
        clientSecret: { identity: { clientSecret: value } },
        keyPassphrase: { tls: { keyPassphrase: value } },
        header: { stack: { url: 'http://localhost:1', headers: { authorization: value } } },
      }[place];
      const why = whyNot(JSON.stringify(file));
      expect(why).toBeDefined();
      expect(why).not.toContain(value);
    },
  );

  function whyNot(content: string): string | undefined {
    try {
      configOf('it.json', content);
      return undefined;
    } catch (error) {
      return `${(error as TutorialError).message} ${(error as TutorialError).why} ${(error as TutorialError).next}`;
    }
  }
});

describe('files of an earlier run', () => {
  property(
    'the progress is one, or is refused',
    [
      jsonText(
        objectLike({
          version: fc.constantFrom(1, 2, 3),
          step: text,
          done: fc.dictionary(text, fc.double()),
          predicted: json,
        }),
      ),
    ],
    (content) => {
      try {
        expect(parseProgress(content)).toMatchObject({ version: expect.any(Number) });
      } catch (error) {
        expect(error).toBeInstanceOf(Error);
      }
    },
  );

  property(
    'whose process lives, or nobody knows',
    [objectLike({ machine: text, boot: text, space: text, pid: fc.integer(), began: text })],
    (mark) => {
      const { data } = processMarkSchema.safeParse(mark);
      if (data) expect(typeof isAlive(data)).toBe('boolean');
    },
  );

  property(
    'an event is one, or none',
    [
      objectLike({
        type: fc.constantFrom('hop', 'log', 'part', 'token', 'check', 'session-started'),
        at: fc.double(),
        hop: json,
        line: json,
        state: json,
        step: text,
      }),
    ],
    (event) => {
      expect(typeof sessionEventSchema.safeParse(event).success).toBe('boolean');
    },
  );
});

describe('documents of servers of anybody', () => {
  property(
    'discovery',
    [
      objectLike({
        issuer: text,
        token_endpoint: fc.oneof(fc.webUrl(), text),
        jwks_uri: text,
        scopes_supported: fc.array(json),
      }),
    ],
    (document) => {
      const read = readMetadata(document);
      if (read) expect(URL.canParse(read.token)).toBe(true);
    },
  );

  property('tokens', [fc.oneof(jwt, text)], (token) => {
    expect(['object', 'undefined']).toContain(typeof decodeToken(token));
  });

  const tag = fc.constantFrom(
    '<form action="',
    '">',
    '<input type=hidden name=a value=',
    '</form>',
    '<div hidden>',
    '&#x1b;',
    '&lt',
    '<!--',
    '<script>',
    '<a href="x">',
    '<title>',
  );
  property('pages', [fc.array(fc.oneof(tag, text), { maxLength: 12 })], (parts) => {
    const { forms } = readPage(parts.join(''));
    expect(Array.isArray(forms)).toBe(true);
  });

  property(
    'of an ollama',
    [
      objectLike({
        models: fc.array(objectLike({ name: text, size: fc.double(), details: json })),
        capabilities: json,
        message: json,
        status: text,
        total: fc.double(),
      }),
    ],
    (answer) => {
      for (const schema of [tagsSchema, showSchema, chatAnswerSchema, pullSchema])
        expect(typeof schema.safeParse(answer).success).toBe('boolean');
    },
  );
});
