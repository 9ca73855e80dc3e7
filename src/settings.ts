/** What was asked for of the lesson, as the command line has parsed it. */
export interface LessonOptions {
  ci?: boolean;
  json?: boolean;
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
  portIdentity?: number;
  portTool?: number;
  portMcp?: number;
  portStack?: number;
}

/** What was asked for of a part that runs alone. */
export interface ServeFlags {
  port?: number;
  orNext?: boolean;
  host: string;
  issuer: string;
  audience: string;
  user?: string;
  allowOrigin: string[];
  dataFolder: string | undefined;
  inMemory?: boolean;
  ollama: string | undefined;
}
