// An app as a process: tracks events by number, says which are queued, sends now and then, and ends when all are taken.
import { setTimeout } from 'node:timers/promises';
import { TidemarkClient } from '../src/client.js';
import { fileStorage } from '../src/node.js';

const [url, directory, deviceId, happened, from, last] = process.argv.slice(2);
const client = await TidemarkClient.open({ url, key: 'local', deviceId, storage: fileStorage(directory) });
for (let number = Number(from); number <= Number(last); number++) {
  const tracked = await client.track({
    id: `e${number}`,
    type: 'ad_click',
    at: Number(happened),
    value: '0.25',
    attributes: { campaign: deviceId },
  });
  if (tracked !== 'queued') {
    throw new Error(tracked);
  }
  console.log(number);
  if (number % 4 === 0) {
    await client.flush();
  }
}
for (let wait = await client.flush(); wait > 0; wait = await client.flush()) {
  await setTimeout(wait);
}
