import type { MapperRepresentation } from './representations.ts';

/** Whether a mapper adds an audience. */
export function isAudienceMapper({ protocolMapper }: MapperRepresentation): boolean {
  return protocolMapper === 'oidc-audience-mapper';
}

/** Whether access tokens get this audience by a mapper. */
export function putsIntoTokens(mapper: MapperRepresentation, audience: string): boolean {
  return (
    isAudienceMapper(mapper) && namedAudience(mapper) === audience && mapper.config['access.token.claim'] !== 'false'
  );
}

/** Whom an audience mapper names. An audience written by hand does as well as a client that was picked. */
export function namedAudience({ config }: MapperRepresentation): string | undefined {
  return config['included.client.audience'] || config['included.custom.audience'];
}

/** Why an audience mapper is not the one that is wanted; `switchedOff` where a switch of it is all that lacks. */
export function whatIsWrong(mapper: MapperRepresentation, wanted: string): { saw: string; switchedOff: boolean } {
  const audience = namedAudience(mapper);
  if (audience === wanted) return { saw: `${mapper.name} does not add to the access token`, switchedOff: true };
  const saw =
    audience === undefined ? `${mapper.name} includes no client` : `${mapper.name} includes ${audience}, not ${wanted}`;
  return { saw, switchedOff: false };
}

/** A name for another mapper that none of these has. */
export function freeName(mappers: readonly { readonly name: string }[], wanted: string): string {
  const taken = new Set(mappers.map(({ name }) => name));
  let name = wanted;
  for (let at = 2; taken.has(name); at++) name = `${wanted}-${at}`;
  return name;
}
