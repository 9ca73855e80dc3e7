import type { Command } from 'commander';
import { type DeploymentFlags, wireOptions } from '../deployment/flags.ts';
import type { Secret } from '../evidence/secret.ts';
import type { Io } from '../io.ts';

/**
 * Gives a command the options that say how what it sends is protected, and has it keep to them before it acts. A key's passphrase is in the
 * environment, or is what `told` gives of it.
 */
export function addWireOptions(
  command: Command,
  { env }: Pick<Io, 'env'>,
  told: () => Secret | undefined = () => undefined,
): void {
  const options = wireOptions();
  for (const option of options) command.addOption(option);
  command.hook('preAction', async () => {
    if (options.every((option) => command.getOptionValueSource(option.attributeName()) === undefined)) return;
    const { applyWireFlags } = await import('../deployment/apply-wire.ts');
    await applyWireFlags(command.opts<DeploymentFlags>(), env, told());
  });
}
