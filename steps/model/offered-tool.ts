import type { ModelTool } from '../../services/clients/ollama.ts';
import { parameterNames, type Tool, toolName } from '../../services/clients/stack/answers.ts';

/** What a model is told of a tool, as its stack server lists it: a name, what it is for, and its arguments. Nothing of who may call it. */
export function offeredTool(tool: Tool): ModelTool {
  const { description, input_schema: schema } = tool;
  const names = parameterNames(tool);
  const properties = Object.fromEntries(names.map((name) => [name, { type: 'string' }]));
  return {
    type: 'function',
    function: {
      name: toolName(tool),
      description: description || 'Gives the text of the page at a URL.',
      parameters: (schema ?? { type: 'object', properties, required: names }) as NonNullable<
        ModelTool['function']['parameters']
      >,
    },
  };
}
