import * as z from 'zod';
import { AdminApi, type AdminSession } from '../../services/identity/keycloak/admin-api.ts';

/** Holds what a form, JSON and a log line each could stumble over. */
export const PASSWORD = 'p&ss, "word" = {100}%+é';

const idSchema = z.array(z.looseObject({ id: z.string() }));
const ourRealm = '/realms/demo';

/** The realm demo, as somebody at the console changes it. */
export class RealmByHand {
  readonly baseUrl: string;
  readonly api: AdminApi;

  constructor(session: AdminSession) {
    this.baseUrl = session.baseUrl;
    this.api = new AdminApi(session, new AbortController().signal);
  }

  async change(kind: 'users' | 'clients', name: string, change: object): Promise<void> {
    const found = await this.find(kind, name);
    await this.api.put(`${ourRealm}/${kind}/${found.id}`, { ...found, ...change });
  }

  async remove(kind: 'users' | 'clients', name: string): Promise<void> {
    await this.api.delete(`${ourRealm}/${kind}/${(await this.find(kind, name)).id}`);
  }

  async setPassword(value: string, temporary: boolean): Promise<void> {
    const { id } = await this.find('users', 'alan');
    await this.api.put(`${ourRealm}/users/${id}/reset-password`, { type: 'password', value, temporary });
  }

  /** Tries a login, as llama-stack does it. */
  async logIn(password: string): Promise<number> {
    const form = { grant_type: 'password', client_id: 'llama-stack', username: 'alan', password };
    const url = `${this.baseUrl}${ourRealm}/protocol/openid-connect/token`;
    return (await fetch(url, { method: 'POST', body: new URLSearchParams(form) })).status;
  }

  async find(kind: 'users' | 'clients', name: string) {
    const query = kind === 'users' ? `username=${name}&exact=true` : `clientId=${name}`;
    const [found] = (await this.api.get(`${ourRealm}/${kind}?${query}`, idSchema)) ?? [];
    if (!found) throw new Error(`no ${kind} ${name}`);
    return found;
  }

  /** Attributes beside those that the client has. */
  async changeStack(attributes: Readonly<Record<string, string>>): Promise<void> {
    const found = await this.find('clients', 'llama-stack');
    await this.change('clients', 'llama-stack', { attributes: { ...(found.attributes as object), ...attributes } });
  }

  async changeRealm(change: object): Promise<void> {
    await this.api.put(ourRealm, { realm: 'demo', ...change });
  }

  async scope() {
    const schema = z.array(
      z.looseObject({
        id: z.string(),
        name: z.string(),
        protocolMappers: z
          .array(z.looseObject({ id: z.string(), config: z.record(z.string(), z.string()) }))
          .default([]),
      }),
    );
    const scopes = (await this.api.get(`${ourRealm}/client-scopes`, schema)) ?? [];
    const found = scopes.find(({ name }) => name === 'tool-audience');
    if (!found) throw new Error('no scope tool-audience');
    return found;
  }

  async changeMapper(change: Record<string, string> | undefined): Promise<void> {
    const { id, protocolMappers } = await this.scope();
    for (const mapper of protocolMappers) {
      const path = `${ourRealm}/client-scopes/${id}/protocol-mappers/models/${mapper.id}`;
      if (change) await this.api.put(path, { ...mapper, config: { ...mapper.config, ...change } });
      else await this.api.delete(path);
    }
  }

  async assignScope(kind: 'default' | 'optional' | 'nowhere'): Promise<void> {
    const { id: scope } = await this.scope();
    const { id: client } = await this.find('clients', 'llama-stack');
    const path = (to: string) => `${ourRealm}/clients/${client}/${to}-client-scopes/${scope}`;
    await this.api.delete(path('optional'));
    if (kind !== 'nowhere') await this.api.put(path(kind), {});
  }
}
