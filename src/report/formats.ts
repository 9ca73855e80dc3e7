import type { Report } from './report.ts';

/** What a report can be made into, by name. */
export type FormatId = 'text' | 'markdown' | 'html' | 'json' | 'junit';

/** One of them. */
export interface Format {
  /** What it is called in a sentence, e.g. `JUnit report`. */
  readonly title: string;
  /** What it is for, in a few words. */
  readonly about: string;
  render(report: Report): Promise<string>;
}

/** All formats. What makes one is loaded when it is asked for. */
export const FORMATS: Readonly<Record<FormatId, Format>> = {
  text: {
    title: 'text report',
    about: 'lines to read in a terminal or a log',
    render: async (report) => (await import('./formats/text.ts')).textReport(report),
  },
  markdown: {
    title: 'Markdown report',
    about: 'tables, and the token’s way as a Mermaid diagram',
    render: async (report) => (await import('./formats/markdown.ts')).markdownReport(report),
  },
  html: {
    title: 'HTML report',
    about:
      'one page for a browser: the token’s way as drawings, each hop with its bytes, the tokens beside each other, a time line',
    render: async (report) => (await import('./formats/html/page.ts')).htmlReport(report),
  },
  json: {
    title: 'JSON report',
    about: 'the report as data, for programs',
    render: async (report) => (await import('./formats/json.ts')).jsonReport(report),
  },
  junit: {
    title: 'JUnit report',
    about: 'XML that build servers read as test results',
    render: async (report) => (await import('./formats/junit.ts')).junitReport(report),
  },
};

/** Their names, in the order in which they are told of. */
export const FORMAT_IDS = Object.keys(FORMATS) as readonly FormatId[];
