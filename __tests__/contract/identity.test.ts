import { describeIdentityContract } from './identity-contract.ts';
import { type Embedded, PASSWORD, startEmbedded, USERNAME } from './identity-embedded.ts';

let embedded: Embedded;
beforeAll(async () => {
  embedded = await startEmbedded();
});
afterAll(() => embedded.part.close());

describeIdentityContract('the embedded identity provider', () => ({
  baseUrl: embedded.part.url,
  username: USERNAME,
  password: PASSWORD,
}));
