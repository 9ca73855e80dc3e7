import * as z from 'zod';

/** What is read of a tools/call result; the blocks are passed on as they are. */
export const toolResultSchema = z.looseObject({
  content: z.array(z.looseObject({ type: z.string() })),
  isError: z.boolean().optional(),
});
/** The result of a tools/call, as far as it is passed on. */
export type McpToolResult = z.infer<typeof toolResultSchema>;

/** What is read of one page of tools/list. */
export const toolListSchema = z.looseObject({
  tools: z.array(
    z.looseObject({
      name: z.string(),
      description: z.string().optional(),
      inputSchema: z.looseObject({
        properties: z.record(z.string(), z.unknown()).optional(),
        required: z.array(z.string()).optional(),
      }),
    }),
  ),
  nextCursor: z.string().optional(),
});
/** One tool of a tools/list. */
export type McpTool = z.infer<typeof toolListSchema>['tools'][number];
