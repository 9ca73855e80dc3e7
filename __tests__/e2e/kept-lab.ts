import { type Program, type StartOptions, start } from './program.ts';

export const USER_NAME = 'alan';
/** With every character that a shell, a form, a URL or JSON writes differently. */
export const USER_PASSWORD = `Kn0wn+pass/word=&"it's" %41 \\u0041 ünïcödé`;

/** Of the client that asks about tokens. */
export const CLIENT_SECRETS = {
  CLIENT_SECRET_CAUTIOUS_TOOL: 'a+b/c=&"d" ünd e',
  CLIENT_SECRET_MCP_SERVER: 'f+g/h=&"i" ünd j',
};

/** A lab that was proved and keeps running, whose user we know. */
export interface KeptLab {
  readonly program: Program;
  readonly issuer: string;
  url(part: string): string;
  logIn(): Promise<{ accessToken: string; refreshToken: string }>;
}

export async function keptLab(further: readonly string[] = [], options: StartOptions = {}): Promise<KeptLab> {
  const program = start(['--ci', '--idp', 'embedded', '--json', '--keep', ...further], {
    ...options,
    env: { USER_NAME, USER_PASSWORD, ...CLIENT_SECRETS, ...options.env },
  });
  await program.sees(/keeps running/);
  const url = (part: string) => {
    const ready = program
      .events()
      .findLast((event) => event.type === 'part' && event.state.part === part && event.state.status === 'ready');
    if (ready?.type !== 'part' || !ready.state.url) throw new Error(`no ${part}`);
    return ready.state.url;
  };
  const issuer = `${url('identity')}/realms/demo`;
  return { program, issuer, url, logIn: () => logIn(issuer, USER_PASSWORD) };
}

/** The password grant of the tutorial, made without the program. */
export async function logIn(issuer: string, password: string): Promise<{ accessToken: string; refreshToken: string }> {
  const response = await fetch(`${issuer}/protocol/openid-connect/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'password',
      username: USER_NAME,
      password,
      client_id: 'llama-stack',
      scope: 'tool-audience',
    }),
  });
  const answer = (await response.json()) as Record<string, string>;
  return { accessToken: answer.access_token ?? '', refreshToken: answer.refresh_token ?? '' };
}
