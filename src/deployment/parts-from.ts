import { ownUrl } from '../../services/part/own-url.ts';
import type { CallSetting, Deployment, ModelSetting, StackSetting } from '../deployment.ts';
import { TutorialError } from '../errors.ts';
import { MODEL_WORDS } from './flags.ts';
import { headersFrom } from './headers-from.ts';
import { type Sources, said } from './sources.ts';

/** Where the learner's own servers are, and what is called. Throws a TutorialError of kind usage where what was said cannot be used. */
export function partsFrom(sources: Sources): Pick<Deployment, 'stack' | 'mcp' | 'tool' | 'model' | 'call'> {
  const { mcp: mcpKeys } = sources.file?.config ?? {};
  const call = callFrom(sources);
  const stack = stackFrom(sources);
  const [mcp, tool] = [urlOf('mcp', sources), urlOf('tool', sources)];
  const model = modelFrom(sources);
  const insideOf = (name: 'mcp' | 'tool') => insideFrom(name, sources);
  return {
    ...(stack && { stack }),
    ...(mcp && { mcp: { url: mcp, ...(mcpKeys?.transport && { transport: mcpKeys.transport }), ...insideOf('mcp') } }),
    ...(tool && { tool: { url: tool, ...insideOf('tool') } }),
    ...(model && { model }),
    ...(call && { call }),
  };
}

/** A call that the command line names is none of the file's: its arguments are those of another tool. */
function callFrom({ flags, file }: Sources): CallSetting | undefined {
  const { callTool, callArg, expect } = flags;
  if (callTool === undefined && (callArg || expect !== undefined)) {
    const option = callArg ? '--call-arg' : '--expect';
    throw new TutorialError('usage', `${option} is said of no call.`, { next: 'Name the tool: --call-tool NAME.' });
  }
  if (callTool !== undefined)
    return { tool: callTool, arguments: callArg ?? {}, ...(expect !== undefined && { expect }) };
  const written = file?.config.call;
  return written && { ...written, arguments: written.arguments ?? {} };
}

function urlOf(name: 'stack' | 'mcp' | 'tool', sources: Sources): string | undefined {
  const { flags, file } = sources;
  const url = said(sources, [`--${name}`, flags[name]], [`${name}.url`, file?.config[name]?.url]);
  return url && checkedUrl(url.as, url.value);
}

/** The file's, where it names the part as well: a part that an option names is found elsewhere. Nothing is sent there from here. */
function insideFrom(name: 'mcp' | 'tool', { flags, file }: Sources): { inside?: string } {
  const inside = file?.config[name]?.inside;
  if (inside === undefined || flags[name] !== undefined) return {};
  if (URL.canParse(inside) && /^https?:$/.test(new URL(inside).protocol)) return { inside: inside.replace(/\/+$/, '') };
  throw new TutorialError('usage', `${name}.inside is no URL of a server.`, {
    why: 'A URL begins with http:// or https://.',
    next: `Name it as the other parts of the deployment do, as in http://${name}:8000.`,
  });
}

/** As it was given. */
function checkedUrl(as: string, url: string): string {
  ownUrl(as, url);
  return url;
}

function stackFrom(sources: Sources): StackSetting | undefined {
  const { flags, file } = sources;
  const written = file?.config.stack;
  const url = urlOf('stack', sources);
  const generation = said(
    sources,
    ['--stack-generation', flags.stackGeneration],
    ['stack.generation', written?.generation],
  );
  if (generation && url === undefined)
    throw new TutorialError('usage', `${generation.as} is said of no stack.`, { next: 'Name yours: --stack URL.' });
  if (url === undefined) return undefined;
  const { model, provider, toolGroup } = written ?? {};
  const headers = headersFrom(sources);
  return {
    url,
    ...(generation && { generation: generation.value }),
    ...headers,
    ...(model && { model }),
    ...(provider && { provider }),
    ...(toolGroup && { toolGroup }),
  };
}

function modelFrom(sources: Sources): ModelSetting | undefined {
  const { flags, file } = sources;
  const { ollama, name } = file?.config.model ?? {};
  const which = said(sources, ['--ollama', flags.ollama], ['model.ollama', ollama]);
  const chosen = said(sources, ['--model', flags.model], ['model.name', name]);
  if (!which && !chosen) return undefined;
  if (which && !MODEL_WORDS.includes(which.value)) ownUrl(which.as, which.value);
  return { which: which?.value ?? 'auto', ...(chosen && { name: chosen.value }) };
}
