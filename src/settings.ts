import type { Deployment } from './deployment.ts';
import type { FormatId } from './report/formats.ts';

/** A report that is written when a run is over. */
export interface ReporterWish {
  readonly name: FormatId | 'github';
  /** Where it is written; GitHub's knows that by itself. */
  readonly file?: string;
}

/** What was asked for of the lesson. */
export interface LessonOptions {
  ci?: boolean;
  json?: boolean;
  /** By its number or its id. */
  chapter?: string;
  only?: string[];
  from?: string;
  /** Milliseconds. */
  timeout?: number;
  /** How often a part that did not start is started again; never where it is left out. */
  retries?: number;
  keycloakImage: string;
  keep?: boolean;
  /** Leaves the lab standing in a process of its own. */
  detach?: boolean;
  verbose?: boolean;
  /** Only what failed, and the verdict. */
  quiet?: boolean;
  /** What is written when it is over. */
  reporter?: readonly ReporterWish[];
  inline?: boolean;
  accessible?: boolean;
  /** Whose parts it acts on. */
  deployment: Deployment;
  /** The ports that were pinned, by part. */
  ports: Readonly<Record<string, number>>;
}

/** What was asked for of a part that runs alone, beside its own options. */
export interface ServeFlags {
  port?: number;
  orNext?: boolean;
  host: string;
}
