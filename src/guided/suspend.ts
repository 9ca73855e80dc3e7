/** Stops the program as the terminal itself does for Ctrl-Z: with npm or npx in between, stopping this process alone would leave the shell waiting. */
export function stopGroup(): void {
  process.kill(0, 'SIGTSTP');
}
