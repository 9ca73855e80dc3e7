import type { Around } from '../around.ts';
import type { ConditionRow } from '../condition-row.ts';

/** Whether the engine has the image of Keycloak. */
export const imageCondition: ConditionRow<Pick<Around, 'engine'>> = {
  id: 'image',
  title: 'Keycloak image',
  about:
    'Whether the container engine has the image of Keycloak (`--keycloak-image`). No line where no engine answers.',
  wayOut:
    '`--idp container` pulls it, which takes minutes the first time. Behind a registry of your own, name it there: `--keycloak-image`. Without a network, load it: `docker load`.',
  neededBy: 'doctor',
  look: async ({ engine: { wanted, image, lookForImage } }, signal) => {
    const look = await lookForImage(signal);
    if (!look) return [];
    if (look.image === 'there') return [{ state: 'ok', saw: image }];
    if (look.image === 'unknown')
      return [
        {
          state: wanted === 'yes' ? 'warning' : 'ok',
          saw: `the engine does not say whether it has ${image}: ${look.reason}`,
          ...(wanted === 'yes' && { next: 'Start the engine anew, or take --idp embedded.' }),
        },
      ];
    const saw = `${image} is not there yet`;
    if (wanted !== 'yes') return [{ state: 'ok', saw: `${saw}; --idp container pulls it` }];
    const next =
      'It is pulled at the start, which takes minutes; docker pull does it before, docker load without a network.';
    return [{ state: 'warning', saw, next }];
  },
};
