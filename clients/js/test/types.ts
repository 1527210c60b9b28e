// Compiled, never run: what the types promise is what an app writes.
import { asyncStorage, TidemarkClient, webStorage, type Tracked } from '../src/client.js';
import { fileStorage } from '../src/node.js';

const client: TidemarkClient = await TidemarkClient.open({
  url: 'https://events.example.com',
  key: 'k',
  deviceId: 'd-17',
  storage: webStorage(),
  listener: { rejected: (id, code) => console.warn(id, code) },
});
const tracked: Tracked = await client.track({ type: 'ad_click', value: '1.25', attributes: { campaign: 'c7' } });
const wait: number = await client.flush();
client.start(5_000);
console.log(tracked === 'full', wait, client.queued, fileStorage('queue'), asyncStorage);
// @ts-expect-error an event has a type
await client.track({ value: 1 });
// @ts-expect-error attributes are scalars
await client.track({ type: 'a', attributes: { nested: {} } });
// @ts-expect-error a storage is not optional
await TidemarkClient.open({ url: '', key: '', deviceId: '' });
