/** A call of a tool, as JSON-RPC. */
export const call = (id: number | string, meta: unknown = { api_key: 'some-api-key' }, name = 'fetch') => ({
  jsonrpc: '2.0',
  id,
  method: 'tools/call',
  params: { name, arguments: { url: 'u' }, _meta: meta },
});

/** The answer to one. */
export const result = (id: number | string, text: string, isError = false) => ({
  jsonrpc: '2.0',
  id,
  result: { content: [{ type: 'text', text }], isError },
});
