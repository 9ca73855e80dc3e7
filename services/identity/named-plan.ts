import type { IdentitySetting } from '../../src/deployment.ts';
import { TutorialError } from '../../src/errors.ts';
import { realmIn } from '../clients/realm-path.ts';
import { firstLogin } from './plan-lookup.ts';
import type { ClientPlan, Flow, LoginPlan, RealmPlan } from './realm-plan.ts';

/** How a client gets the tokens that a deployment has it get. */
const FLOWS: Readonly<Record<string, Flow>> = {
  password: 'password',
  code: 'code',
  device: 'device',
  'client-credentials': 'client-credentials',
};

/**
 * A lesson's plan by a deployment's names: its first login's client, scope and audience are called, and its token is asked for, as the deployment
 * says; keys stay the lesson's, so that whatever goes by the plan follows. What somebody else keeps is marked so. Throws a TutorialError of kind usage
 * where names contradict each other. Pure.
 */
export function namedPlan(plan: RealmPlan, identity: IdentitySetting): RealmPlan {
  const realm = realmOf(identity) ?? plan.realm;
  const login = firstLogin(plan);
  if (!login) return { ...plan, realm };
  const { clientKey, scopeKey, scope } = login;
  const theirs = isTheirs(identity);
  const audienceKey = scope.mappers[0]?.client;
  const named = {
    ...plan,
    realm,
    clients: Object.fromEntries(
      Object.entries(plan.clients).map(([key, client]): [string, ClientPlan] => {
        if (key === clientKey) return [key, askingClient(client, identity, theirs)];
        if (key !== audienceKey || identity.audience === undefined) return [key, client];
        return [key, { ...client, id: identity.audience, ...(theirs && { theirs }) }];
      }),
    ),
    scopes: { ...plan.scopes, [scopeKey]: { ...scope, name: identity.scope ?? scope.name } },
    logins: { ...plan.logins, [login.name]: namedLogin(plan.logins[login.name] as LoginPlan, identity) },
  };
  if (!theirs) checkNames(named);
  return named;
}

/** Whether the identity provider was named by its address, so that it is somebody's. */
function isTheirs({ which }: IdentitySetting): boolean {
  return URL.canParse(which);
}

/** Whether more than its realm is called otherwise than in the lesson, or its tokens are got otherwise: nobody but its owner sets that up. */
export function isNamed({ client, clientSecret, scope, audience, resource, token }: IdentitySetting): boolean {
  const names = [client, clientSecret, scope, audience, resource];
  return token.by !== 'password' || names.some((name) => name !== undefined);
}

function realmOf({ which, realm }: IdentitySetting): string | undefined {
  const inUrl = isTheirs({ which, token: { by: 'password' } }) ? realmIn(which) : undefined;
  if (realm === undefined || inUrl === undefined || realm === inUrl) return realm ?? inUrl;
  throw new TutorialError('usage', `--realm ${realm} and --idp name two realms.`, {
    why: `${which} is the realm ${inUrl}.`,
    next: 'Name one of them: the address of the Keycloak with --realm, or the address of the realm alone.',
  });
}

function askingClient(client: ClientPlan, { client: id, clientSecret, token }: IdentitySetting, theirs: boolean) {
  const flow = FLOWS[token.by];
  const flows = [...new Set<Flow>([...client.flows, ...(flow ? [flow] : [])])];
  const named = { ...client, id: id ?? client.id, ...(theirs && id !== undefined && { theirs: true as const }) };
  if (client.access === 'confidential' || clientSecret !== undefined || flow === 'client-credentials')
    return { ...named, access: 'confidential' as const, flows };
  return { ...named, access: 'public' as const, flows: flows.filter((each) => each !== 'client-credentials') };
}

function namedLogin(login: LoginPlan, { audience, resource, token }: IdentitySetting): LoginPlan {
  const asks = { ...(audience && { audience }), ...(resource && { resource }) };
  return {
    ...login,
    ...(Object.keys(asks).length > 0 && { asks }),
    ...(token.by !== 'password' && { elsewhere: true as const }),
  };
}

/** In a realm that is made for the lesson, a name can be one thing only. */
function checkNames({ clients, scopes }: RealmPlan): void {
  const names = [Object.values(clients).map(({ id }) => id), Object.values(scopes).map(({ name }) => name)];
  const twice = names.flatMap((all) => all.filter((name, at) => all.indexOf(name) !== at));
  if (twice[0] === undefined) return;
  throw new TutorialError('usage', `${twice[0]} is the name of two things in the lesson's realm.`, {
    next: 'Choose another for --client, --scope or --audience.',
  });
}
