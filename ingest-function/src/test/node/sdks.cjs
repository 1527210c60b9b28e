// Sends events by the vendors' own SDKs for Node. Arguments: the SDK, the function's URL, the key, the device and the number
// of events. Ends with 0 when the SDK says that all were delivered.
'use strict';

const [, , sdk, url, key, device, count] = process.argv;
const n = Number(count);
const CART = 'iglu:com.example/cart/jsonschema/1-0-0';

const sdks = {
  async segment() {
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
  },

  async rudderstack() {
    const RudderAnalytics = require('@rudderstack/rudder-sdk-node');
    const analytics = new RudderAnalytics(key, { dataPlaneUrl: url, flushAt: 100, retryCount: 6 });
    const delivery = [];
    const done = () => {
      let callback;
      delivery.push(new Promise((resolve, reject) => (callback = (error) => (error ? reject(error) : resolve()))));
      return callback;
    };
    // The SDK sends its first event at once and alone.
    for (let i = 0; i < n; i++) {
      analytics.track(
        { anonymousId: device, event: 'Order Completed', messageId: `m${i}`, properties: { revenue: 1.25, cart: { items: i } } },
        done(),
      );
    }
    analytics.identify({ anonymousId: device, userId: 'u1', messageId: 'identify', traits: { plan: 'pro' } }, done());
    await analytics.flush();
    await Promise.all(delivery);
  },

  async amplitude() {
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
  },

  async cloudevents() {
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
  },

  async snowplow() {
    const { newTracker, buildPageView, buildSelfDescribingEvent, buildStructEvent } = require('@snowplow/node-tracker');
    let delivered = 0;
    let refusal;
    const tracker = newTracker(
      { namespace: 'test', appId: 'shop', encodeBase64: true },
      {
        endpoint: url,
        postPath: `/k/${key}/com.snowplowanalytics.snowplow/tp2`,
        bufferSize: 100,
        onRequestSuccess: (events) => (delivered += events.length),
        onRequestFailure: (failure) => (refusal = failure.willRetry ? undefined : failure),
      },
    );
    tracker.setDomainUserId(device);
    tracker.setUserId('u1');
    for (let i = 0; i < n; i++) {
      tracker.track(buildStructEvent({ category: 'shop', action: 'Order Completed', label: `l${i}`, value: 2.5 }), [
        { schema: CART, data: { items: i } },
      ]);
    }
    const order = { schema: 'iglu:com.example/order_completed/jsonschema/1-0-2', data: { value: 1.25, cart: { items: 3 } } };
    tracker.track(buildSelfDescribingEvent({ event: order }));
    tracker.track(buildPageView({ pageUrl: 'https://shop.example/home', pageTitle: 'Home' }));
    // The tracker tries again when it is next asked to send, and not before.
    for (let attempt = 0; attempt < 20 && delivered < n + 2 && !refusal; attempt++) {
      await tracker.flush();
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
    if (delivered !== n + 2) throw new Error(`delivered ${delivered} of ${n + 2}: ${JSON.stringify(refusal)}`);
  },

  async posthog() {
    const { PostHog } = require('posthog-node');
    const client = new PostHog(key, { host: url, flushAt: 100, fetchRetryCount: 6, fetchRetryDelay: 500 });
    const errors = [];
    client.on('error', (error) => errors.push(error));
    for (let i = 0; i < n; i++) {
      client.capture({ distinctId: device, event: 'Order Completed', properties: { revenue: 1.25, cart: { items: i } } });
    }
    client.identify({ distinctId: device, properties: { plan: 'pro' } });
    await client.shutdown();
    if (errors.length > 0) throw errors[0];
  },
};

sdks[sdk]().catch((error) => {
  console.error(error);
  process.exit(1);
});
