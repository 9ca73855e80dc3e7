import type { Route } from './route.ts';

/** Where a request leads: a route, or why there is none, which decides between 404, 405 and 307. */
export type Match =
  | { found: 'route'; route: Route; params: Readonly<Record<string, string>> }
  | { found: 'other-method'; allow: string }
  | { found: 'other-slash'; location: string }
  | { found: 'nothing' };

/** Finds the route of a method and a path (without its query). */
export type Router = (method: string, path: string) => Match;

/**
 * Finds routes as Starlette does (docs/references/llama-stack-0.2.3.md#validation): `{name}` is one segment, `{name:path}` anything; a path that only
 * lacks or has a last slash is redirected.
 */
export function createRouter(routes: readonly Route[]): Router {
  const table = routes.map((route) => ({ route, pattern: pattern(route.path) }));
  const along = (path: string) => table.filter(({ pattern }) => pattern.test(path));
  return (method, path) => {
    for (const { route, pattern } of table) {
      if (route.method !== method) continue;
      const match = pattern.exec(path);
      if (match) return { found: 'route', route, params: match.groups ?? {} };
    }
    const others = along(path);
    if (others.length > 0) {
      return { found: 'other-method', allow: [...new Set(others.map(({ route }) => route.method))].join(', ') };
    }
    const location = path.endsWith('/') ? path.replace(/\/+$/, '') : `${path}/`;
    return along(location).length > 0 ? { found: 'other-slash', location } : { found: 'nothing' };
  };
}

/** `/v1/tools/{tool_name:path}` as an expression with named groups. */
function pattern(path: string): RegExp {
  const source = path.replace(
    /\{(\w+)(:path)?\}/g,
    (_, name: string, any?: string) => `(?<${name}>${any ? '.*' : '[^/]+'})`,
  );
  return new RegExp(`^${source}$`, 's');
}
