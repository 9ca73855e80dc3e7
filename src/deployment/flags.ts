import { Option } from 'commander';
import { idpValues } from '../../services/identity/choose.ts';

/** What the command line says of a deployment, by the names of its options. Nothing in it is a secret. */
export interface DeploymentFlags {
  idp?: string;
  stack?: string;
  mcp?: string;
  tool?: string;
}

/** The options that name a deployment, the same for whichever command acts on one. None has a default: what is left out is said elsewhere. */
export function deploymentOptions(): Option[] {
  return [
    new Option('--idp <which>', `${idpValues()} (default: auto)`),
    new Option('--stack <url>', 'your own stack server, in place of the bundled one'),
    new Option('--mcp <url>', 'your own MCP server'),
    new Option('--tool <url>', 'your own tool server'),
  ];
}
