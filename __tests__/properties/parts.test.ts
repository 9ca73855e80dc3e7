import fc from 'fast-check';
import { answerSchema, greetingSchema, joinSchema } from '../../services/part/lab-messages.ts';
import { orderSchema, partMessageSchema } from '../../services/part/messages.ts';
import { bearerCredential, readAuthorization, shownToken } from '../../services/part/reading/authorization.ts';
import {
  callAnswer,
  callCredential,
  callInWords,
  toolsAnswerSchema,
  toolsCallSchema,
} from '../../services/part/reading/mcp-call.ts';
import { askerOf, chatAnswer, isChat } from '../../services/part/reading/model-call.ts';
import { refusalText } from '../../services/part/reading/refusal-text.ts';
import { asideAnswer, PROVIDER_DATA, stackAnswer, stackCredential } from '../../services/part/reading/stack-call.ts';
import { json, jsonText, objectLike, property, text } from './property.ts';

/** What was read of an answer is words. */
function expectWords(read: { readonly status: string; readonly ok: boolean; readonly text: string }): void {
  expect(['string', 'boolean', 'string']).toEqual([typeof read.status, typeof read.ok, typeof read.text]);
}

const status = fc.integer({ min: 100, max: 599 });
const block = objectLike({ type: fc.constant('text'), text });
const call = objectLike({ type: fc.constant('mcp_call'), output: text, error: json });
const invocation = objectLike({
  content: fc.oneof(text, fc.array(block)),
  error_code: fc.integer(),
  error_message: text,
});
const response = objectLike({ object: fc.constant('response'), output: fc.array(call) });
const refusal = objectLike({ detail: json, error: objectLike({ message: text, detail: json }), title: text });
const turn = objectLike({
  message: objectLike({
    content: text,
    tool_calls: fc.array(objectLike({ function: objectLike({ name: text, arguments: json }) })),
  }),
});

describe('answers of servers of anybody are put into words', () => {
  property('of a stack server', [status, jsonText(fc.oneof(invocation, response, refusal))], (code, body) => {
    expectWords(stackAnswer(code, [], body));
    expectWords(asideAnswer(code, [], body));
  });

  property('of a model', [status, fc.array(jsonText(turn), { maxLength: 3 })], (code, lines) => {
    expectWords(chatAnswer(code, lines.join('\n')));
  });

  property(
    'of an MCP server',
    [
      objectLike({
        jsonrpc: fc.constant('2.0'),
        id: fc.nat(),
        result: objectLike({ content: fc.array(block), isError: fc.boolean() }),
        error: objectLike({ code: fc.integer(), message: text }),
      }),
    ],
    (answer) => {
      const { data } = toolsAnswerSchema.safeParse(answer);
      if (data) expectWords(callAnswer(data));
    },
  );

  property('that refuse', [refusal], (answer) => {
    expect(['string', 'undefined']).toContain(typeof refusalText(answer));
  });
});

describe('requests of callers of anybody are read', () => {
  property(
    'what is brought to a stack server',
    [
      jsonText(objectLike({ api_key: text, mcp_headers: json })),
      objectLike({ authorization: text, tools: fc.array(objectLike({ authorization: text })) }),
    ],
    (data, body) => {
      const { carrier, credential } = stackCredential({ [PROVIDER_DATA.toLowerCase()]: data }, body);
      expect([typeof carrier, typeof credential]).toEqual(['string', 'string']);
    },
  );

  property(
    'what is brought to an MCP server',
    [
      objectLike({
        jsonrpc: fc.constant('2.0'),
        id: fc.nat(),
        method: fc.constant('tools/call'),
        params: objectLike({ name: text, arguments: json, _meta: json }),
      }),
      text,
      json,
    ],
    (request, authorization, apiKey) => {
      expect(typeof callCredential({ authorization }, apiKey).credential).toBe('string');
      const { data } = toolsCallSchema.safeParse(request);
      if (data) expect(callInWords(data.params)).toMatch(/^tools\/call /);
    },
  );

  property(
    'what is brought to a tool',
    [fc.array(fc.tuple(fc.constantFrom('authorization', 'Authorization', 'host'), text), { maxLength: 3 })],
    (fields) => {
      const credential = readAuthorization({ rawHeaders: fields.flat() });
      expect(typeof shownToken(credential) + typeof bearerCredential(credential).credential).toBe('stringstring');
    },
  );

  property('who asks a model, and whether it is a turn', [text, text, text], (method, url, agent) => {
    expect(['stack', 'you']).toContain(askerOf({ 'user-agent': agent }));
    expect(typeof isChat(method, url)).toBe('boolean');
  });
});

property(
  'what is said over a channel is a message or nothing',
  [
    objectLike({
      type: fc.constantFrom('ready', 'log', 'hop', 'start', 'lab', 'join', 'taken'),
      hop: json,
      url: text,
      at: fc.double(),
      places: json,
      salt: text,
    }),
  ],
  (said) => {
    for (const schema of [partMessageSchema, orderSchema, greetingSchema, joinSchema, answerSchema])
      expect(typeof schema.safeParse(said).success).toBe('boolean');
  },
);
