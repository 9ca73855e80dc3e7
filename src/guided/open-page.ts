/**
 * Whether a page can be opened in a browser where the learner sees it. Over ssh it would be one of another machine, or one of text in this very
 * terminal; without a desktop there is none.
 */
export function canOpenPages(platform: NodeJS.Platform, env: NodeJS.ProcessEnv): boolean {
  if (env.SSH_CONNECTION || env.SSH_CLIENT || env.SSH_TTY) return false;
  if (platform === 'win32' || platform === 'darwin') return true;
  return Boolean(env.DISPLAY || env.WAYLAND_DISPLAY || env.WSL_DISTRO_NAME);
}

/** Opens an address in the browser that the system has for it. Rejects where it has none. */
export async function openPage(address: string): Promise<void> {
  const { default: open } = await import('open');
  await open(address);
}
