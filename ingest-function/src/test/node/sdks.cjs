// Sends events by the vendors' own SDKs. Arguments: the SDK, the function's URL, the key, the device and the number of
// events. Ends with 0 when the SDK says that all were delivered.
'use strict';

const [, , sdk, url, key, device, count] = process.argv;
const n = Number(count);

async function segment() {
  const { Analytics } = require('@segment/analytics-node');
  const analytics = new Analytics({ writeKey: key, host: url, flushAt: 5, flushInterval: 50, maxRetries: 20 });
  let delivered = 0;
  analytics.on('error', (error) => {
    console.error(error);
    process.exitCode = 1;
  });
  const delivery = [];
  for (let i = 0; i < n; i++) {
    delivery.push(
      new Promise((resolve) =>
        analytics.track(
          { anonymousId: device, event: 'Order Completed', messageId: `m${i}`, properties: { revenue: 1.25, cart: { items: i } } },
          (error) => {
            delivered += error ? 0 : 1;
            resolve();
          },
        ),
      ),
    );
  }
  analytics.page({ anonymousId: device, name: 'Home', messageId: 'page' });
  analytics.identify({ anonymousId: device, userId: 'u1', messageId: 'identify', traits: { plan: 'pro' } });
  await analytics.closeAndFlush();
  await Promise.all(delivery);
  if (delivered !== n) throw new Error(`delivered ${delivered} of ${n}`);
}

async function amplitude() {
  const { init, track } = require('@amplitude/analytics-node');
  await init(key, { serverUrl: `${url}/2/httpapi`, flushQueueSize: 5, flushIntervalMillis: 50, flushMaxRetries: 20, logLevel: 1 }).promise;
  const results = [];
  for (let i = 0; i < n; i++) {
    results.push(
      track('Order Completed', { items: i, value: 2.5 }, { device_id: device, insert_id: `i${i}`, platform: 'Node' }).promise,
    );
  }
  // No flush by hand: the SDK sends nothing again after one.
  const codes = (await Promise.all(results)).map((result) => result.code);
  if (codes.some((code) => code !== 200)) throw new Error(`codes ${codes}`);
}

async function cloudevents() {
  const { CloudEvent, HTTP } = require('cloudevents');
  const event = (i) =>
    new CloudEvent({ id: `c${i}`, source: '/phones', type: 'click', deviceid: device, data: { value: 0.5, page: `p${i}` } });
  for (let i = 0; i < n; i++) {
    const message = i % 2 ? HTTP.binary(event(i)) : HTTP.structured(event(i));
    const response = await fetch(`${url}/v1/events`, {
      method: 'POST',
      headers: { ...message.headers, 'x-api-key': key },
      body: message.body,
    });
    if (response.status !== 200) throw new Error(`status ${response.status}: ${await response.text()}`);
  }
}

({ segment, amplitude, cloudevents })[sdk]().catch((error) => {
  console.error(error);
  process.exit(1);
});
