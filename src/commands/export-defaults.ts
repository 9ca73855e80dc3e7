/** What a lab is written for. */
export const EXPORT_KINDS = ['compose', 'kubernetes'] as const;
/** One of them. */
export type ExportKind = (typeof EXPORT_KINDS)[number];

/** What `export` is asked for. */
export interface ExportOptions {
  readonly kind: ExportKind;
  readonly learners: number;
  /** The folder. */
  readonly output: string;
  readonly image: string;
  readonly keycloakImage: string;
  readonly force?: boolean;
  /** Ports that were named, by parts. */
  readonly ports: Readonly<Record<string, number>>;
}
