import * as z from 'zod';
import type { AdminApi } from './admin-api.ts';

const serverInfoSchema = z.object({ systemInfo: z.object({ version: z.string() }) });

/** Keycloak's version; empty where this admin may not see it. Throws where the admin cannot log in. */
export async function serverVersion(api: AdminApi): Promise<string> {
  const info = await api.get('/serverinfo', z.unknown());
  return serverInfoSchema.safeParse(info).data?.systemInfo.version ?? '';
}
