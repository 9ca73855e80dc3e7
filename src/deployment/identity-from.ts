import { AUTO, kindsMeant } from '../../services/identity/choose.ts';
import { adminFromEnvironment } from '../../services/identity/keycloak/admin-login.ts';
import type { IdentitySetting, TokenSetting } from '../deployment.ts';
import { TutorialError } from '../errors.ts';
import { keyIn, onlyIfNamed, type Sources, said, secretFrom } from './sources.ts';

/** Who issues the tokens, and how the user's is got. Throws a TutorialError of kind usage where what was said cannot be used. */
export function identityFrom(sources: Sources): IdentitySetting {
  const { flags, env, file } = sources;
  const written = file?.config.identity ?? {};
  const which = said(sources, ['--idp', flags.idp], ['identity.idp', written.idp]) ?? { value: AUTO, as: '--idp' };
  kindsMeant(which.value, adminFromEnvironment(env) !== undefined, which.as);
  const client = flags.client ?? written.client;
  const secret = secretFrom(sources, 'CLIENT_SECRET', 'identity.clientSecret', written.clientSecret);
  const user = flags.user ?? (env.USER_NAME || written.user);
  const names = {
    realm: flags.realm ?? written.realm,
    client,
    scope: flags.scope ?? written.scope,
    audience: flags.audience ?? written.audience,
    resource: resourceFrom(sources),
  };
  if (written.clientSecret && client === undefined) {
    throw new TutorialError('usage', `${keyIn(file, 'identity.clientSecret')} is the secret of no client.`, {
      next: 'Name the client: --client, or identity.client.',
    });
  }
  return {
    which: which.value,
    ...(user && { user }),
    ...Object.fromEntries(Object.entries(names).filter(([, value]) => value !== undefined)),
    ...(client !== undefined && secret && { clientSecret: secret.value }),
    token: tokenFrom(sources),
  };
}

/** An absolute URI without a fragment (RFC 8707, section 2). */
function resourceFrom(sources: Sources): string | undefined {
  const { flags, file } = sources;
  const resource = said(
    sources,
    ['--resource', flags.resource],
    ['identity.resource', file?.config.identity?.resource],
  );
  if (!resource) return undefined;
  if (URL.canParse(resource.value) && !resource.value.includes('#')) return resource.value;
  throw new TutorialError('usage', `${resource.as} is no resource.`, {
    why: 'A resource is an absolute URI without a fragment (RFC 8707, section 2).',
    next: 'Name it as in https://tool.example.org.',
  });
}

function tokenFrom(sources: Sources): TokenSetting {
  const { flags, env, file } = sources;
  const written = file?.config.identity?.token;
  const by = flags.tokenBy ?? written?.by ?? 'password';
  if (by === 'env') {
    const named = written?.by === 'env' && written.env !== undefined ? { env: written.env } : undefined;
    const token = secretFrom(sources, 'ACCESS_TOKEN', 'identity.token.env', named);
    if (token) return { by: 'given', token: token.value, from: token.as };
    throw new TutorialError('usage', `ACCESS_TOKEN is ${env.ACCESS_TOKEN === undefined ? 'not set' : 'empty'}.`, {
      why: 'The token is to be taken from there (--token-by env).',
      next: 'Set it to an access token of the user.',
    });
  }
  if (by !== 'command') return { by };
  if (written?.by !== 'command') {
    throw new TutorialError('usage', '--token-by command says no command.', {
      why: 'A command has arguments, and a file says where each begins.',
      next: 'Name a file with {"identity": {"token": {"by": "command", "command": ["program", "argument"]}}}: --config FILE.',
    });
  }
  if (!file?.wasNamed)
    throw onlyIfNamed(file, 'identity.token.command', { does: 'runs a program', harm: 'run a program' });
  return { by, command: written.command };
}
