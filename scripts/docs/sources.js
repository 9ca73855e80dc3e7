import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

const EXPORTS = `
  export { EXIT_CODES, MEANINGS } from './src/errors.ts';
  export { catalogueAsMarkdown } from './src/diagnosis/markdown.ts';
  export { keysAsMarkdown } from './src/view/keys-markdown.ts';
  export { CONFIG_SCHEMA_ID, configSchema } from './src/deployment/config/schema.ts';
  export { COURSE } from './steps/index.ts';
  export * as events from './src/lesson/events.ts';
  export { CONDITIONS } from './services/doctor/conditions.ts';
  export { doctorReportSchema } from './services/doctor/report.ts';
  export { conditionSchema } from './src/evidence/condition.ts';
  export { exchangeSchema } from './src/evidence/exchange.ts';
  export { failureSchema } from './src/evidence/failure.ts';
  export { findingSchema } from './src/evidence/finding.ts';
  export { hopSchema, shownCredentialSchema } from './src/evidence/hop.ts';
  export { logLineSchema } from './src/evidence/log-line.ts';
  export { partStateSchema } from './src/evidence/part-state.ts';
  export { shownTokenSchema } from './src/evidence/shown-token.ts';
  export { downReportSchema } from './src/down/report.ts';
  export { exhibitSchema, reportSchema } from './src/report/report-schema.ts';
  export { failureDocumentSchema } from './src/presenters/failure-schema.ts';
  export { toldLabSchema } from './src/standing/standing-lab.ts';
  export { verifyDocumentSchema } from './src/verify/document.ts';
  export { CALLS, LOOKS } from './src/verify/rows.ts';
  export * as z from 'zod';
`;

/** What the documentation is made from, loaded from the TypeScript sources. */
export async function sources() {
  const folder = await mkdtemp(join(tmpdir(), 'tutorial-tui-docs-'));
  try {
    const outfile = join(folder, 'sources.mjs');
    await build({
      stdin: { contents: EXPORTS, resolveDir: root, loader: 'ts' },
      absWorkingDir: root,
      bundle: true,
      platform: 'node',
      format: 'esm',
      outfile,
      banner: {
        js: "import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);",
      },
      logLevel: 'warning',
    });
    return await import(pathToFileURL(outfile).href);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
