import { REALM } from '../realm.ts';
import type { MapperRepresentation } from './representations.ts';

const toolId = REALM.clients.tool.clientId;

export function isAudienceMapper({ protocolMapper }: MapperRepresentation): boolean {
  return protocolMapper === 'oidc-audience-mapper';
}

/** Whether access tokens get the tool as their audience by this mapper. */
export function putsToolIntoTokens(mapper: MapperRepresentation): boolean {
  return isAudienceMapper(mapper) && audienceOf(mapper) === toolId && mapper.config['access.token.claim'] !== 'false';
}

/** An audience written by hand does as well as a client that was picked. */
function audienceOf({ config }: MapperRepresentation): string | undefined {
  return config['included.client.audience'] || config['included.custom.audience'];
}

/** Why an audience mapper is not the lesson's; `switchedOff` where a switch of it is all that lacks. */
export function whatIsWrong(mapper: MapperRepresentation): { saw: string; switchedOff: boolean } {
  const audience = audienceOf(mapper);
  if (audience === toolId) return { saw: `${mapper.name} does not add to the access token`, switchedOff: true };
  const saw =
    audience === undefined ? `${mapper.name} includes no client` : `${mapper.name} includes ${audience}, not ${toolId}`;
  return { saw, switchedOff: false };
}
