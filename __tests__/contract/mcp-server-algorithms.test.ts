import { Secret } from '../../src/evidence/secret.ts';
import { takesAlgorithmsOffered } from './algorithms-contract.ts';
import { INITIALIZE, openMcp, STREAMABLE, send } from './mcp-server-lab.ts';
import { claimsOf, sign } from './tool-server-lab.ts';

/** The MCP server where it is a resource server: it takes what the tool takes. */
takesAlgorithmsOffered(async ({ issuer }) => {
  const target = { audience: 'my-external-tool', scope: 'tool-audience' };
  const client = { issuer, clientId: 'mcp-server', scope: 'mcp-audience', secret: new Secret('s'), target };
  const mcp = await openMcp(['http://localhost:10000'], { exchange: client });
  return {
    letsIn: async (key, alg) => {
      const token = await sign(claimsOf(issuer, { aud: 'mcp-server', scope: 'mcp-audience' }), key, alg);
      const headers = { ...STREAMABLE, authorization: `Bearer ${token}` };
      const { status } = await send(`${mcp.url}/mcp`, { headers, body: JSON.stringify(INITIALIZE) });
      expect([200, 401]).toContain(status);
      return status === 200;
    },
    close: () => mcp.close(),
  };
});
