import type { Glossary } from '../../src/lesson/chapter.ts';

/** The words of the chapter. */
export const MODEL_GLOSSARY: Glossary = [
  ['agent', 'A program that asks a model what to do, does it, tells the model what came of it, and asks again.'],
  ['capabilities', 'What ollama says that a model can do: completion, tools and the like.'],
  ['context', 'All that a model is sent with one request. Whatever is not in it, the model cannot know.'],
  [
    'model',
    'What is given a conversation and says what comes next: words, or the call of a tool. It runs nothing itself.',
  ],
  ['ollama', 'A server that runs models on one’s own machine.'],
  [
    'prompt injection',
    'Words that make a model do what its user did not ask for. They may stand in what a tool answers.',
  ],
  [
    'Responses API',
    'Llama Stack’s way since 0.7: one request names the MCP server, brings the token, and is answered when the model is done.',
  ],
  ['scripted model', 'Fixed rules in the place of a model: for machines without one, and to see the same twice.'],
  ['tool call', 'A model’s answer that names a tool and its arguments. The agent decides whether to make that call.'],
  ['tool schema', 'What a model is told of a tool: its name, what it is for, and its arguments.'],
];
