import { passedOverWords } from '../../container-engine/discover.ts';
import { NO_SOCKET } from '../../container-engine/unreachable.ts';
import type { Around } from '../around.ts';
import type { ConditionRow } from '../condition-row.ts';

/** The container engine, and every place that was looked at and not taken. */
export const engineCondition: ConditionRow<Pick<Around, 'engine'>> = {
  id: 'engine',
  title: 'Container engine',
  about:
    'Which container engine answers, and each place that was looked at before it, with the reason why it was passed over: `DOCKER_HOST`, the current context, `CONTAINER_HOST`, and the sockets of Docker, Docker Desktop, Colima, OrbStack, Rancher Desktop and Podman.',
  wayOut:
    'Start Docker or Podman (`podman machine start`), set `DOCKER_HOST` where it listens elsewhere; or take `--idp embedded`, which needs none. Without `--idp container`, none is needed.',
  neededBy: 'doctor',
  look: async ({ engine: { wanted, search } }, signal) => {
    const { engine, passedOver } = await search(signal);
    const isEmpty = ({ reason }: { reason: string }) => reason === NO_SOCKET;
    const silent = passedOver
      .filter(isEmpty)
      .map(({ source, where }) => `${source} ${where.replace(/^unix:\/\//, '')}`);
    const there = passedOver.filter((place) => !isEmpty(place)).map(passedOverWords);
    const details = [...there, ...(silent.length > 0 ? [`${NO_SOCKET}: ${silent.join('; ')}`] : [])];
    if (engine) return [{ state: 'ok', saw: `${engine.name}, ${engine.source}, ${engine.where}`, details }];
    if (wanted === 'no') return [{ state: 'ok', saw: 'none answers, and none is asked for', details: there }];
    const next = 'Start Docker or Podman (podman machine start), or take --idp embedded, which needs none.';
    if (wanted === 'yes') return [{ state: 'failure', saw: 'none answers', details, next }];
    const saw = 'none answers: the embedded identity provider is taken';
    // Where nobody has an engine nothing is amiss; one that is named, or there by halves, was meant to answer.
    return passedOver.some(({ telling }) => telling)
      ? [{ state: 'warning', saw, details, next }]
      : [{ state: 'ok', saw, details }];
  },
};
