import { hasTools } from '../doors/door.ts';
import type { HeardAtDoor } from '../judge.ts';
import type { Looked, Looking } from './look.ts';

/**
 * Whether a list of tools that was made for one caller is given to another: without a token, then with one, then without again. A shared cache may not
 * answer so (RFC 9111, section 3.5), and what tools there are may be meant for those with a token only.
 */
export async function lookAtToolList({ door, context, lists, mcp }: Looking): Promise<Looked> {
  if (!lists || !door.listAgain)
    return { verdict: 'not-tried', why: 'it keeps no tool lists: each request names the MCP server' };
  const { withoutToken, withToken } = lists;
  if (hasTools(withoutToken)) return keptBefore(mcp);
  if (!withToken || !hasTools(withToken))
    return { verdict: 'not-seen', why: 'it lists no tools to a caller with the right token either' };
  const began = performance.now();
  const again = await door.listAgain(context);
  const legs = [{ from: 'you', to: 'stack', tookMs: performance.now() - began }];
  if (!hasTools(again)) return { verdict: 'passed', saw: 'refused' in again ? again.refused : 'an empty list', legs };
  const why = 'a caller without a token is given the list that one with a token had asked for';
  return { verdict: 'wrongly-accepted', saw: 'the tools, without a token', why, legs };
}

/** Of a list that came without a token at once: an MCP server that refuses such callers was not asked for it. */
function keptBefore(mcp: HeardAtDoor | undefined): Looked {
  if (mcp?.get('none')?.status !== '401')
    return { verdict: 'not-tried', why: 'its MCP server tells its tools to everybody, as far as that was seen' };
  const why =
    'a caller without a token is given a list, and the MCP server itself gives none to such a one: somebody else’s was kept';
  return { verdict: 'wrongly-accepted', saw: 'the tools, without a token', why };
}
