/** What was asked for of the lesson, as the command line has parsed it. */
export interface LessonOptions {
  ci?: boolean;
  json?: boolean;
  /** By its number or its id. */
  chapter?: string;
  only?: string[];
  from?: string;
  user?: string;
  /** Milliseconds. */
  timeout?: number;
  idp: string;
  keycloakImage: string;
  keep?: boolean;
  verbose?: boolean;
  inline?: boolean;
  accessible?: boolean;
  /** Where the learner's own parts are, by part. */
  own?: Readonly<Record<string, string>>;
  /** The ports that were pinned, by part. */
  ports: Readonly<Record<string, number>>;
}

/** What was asked for of a part that runs alone, beside its own options. */
export interface ServeFlags {
  port?: number;
  orNext?: boolean;
  host: string;
}
