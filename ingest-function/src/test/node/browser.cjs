// Sends events by the vendors' own SDKs for browsers, from pages of http://shop.example in headless Chromium. Argument: the
// browser's executable. Takes a command a line: {sdk, url, key, device, count, options} opens a page and has its app send,
// {leave: true} goes elsewhere, {close: true} closes the page. Answers each with a line: what the app returned, what the
// page complained of, and the requests that it has made. Ends with its input.
'use strict';

const fs = require('node:fs');
const http = require('node:http');
const readline = require('node:readline');
const { chromium } = require('playwright-core');

const SCRIPTS = {
  amplitude: '@amplitude/analytics-browser/lib/scripts/amplitude-min.js',
  posthog: 'posthog-js/dist/array.full.no-external.js',
  rudderstack: '@rudderstack/analytics-js/dist/npm/modern/bundled/umd/index.js',
  segment: '@segment/analytics-next/dist/umd/index.js',
  snowplow: '@snowplow/browser-tracker/dist/index.umd.min.js',
};

/* global AnalyticsNext, amplitude, posthog, rudderanalytics, snowplowBrowserTracking */

// What the app on a page does. Each runs in the page; options are the SDK's own.
const APPS = {
  async amplitude({ url, key, device, count, options }) {
    await amplitude.init(key, {
      serverUrl: `${url}/2/httpapi`,
      deviceId: device,
      flushQueueSize: 5,
      flushIntervalMillis: 50,
      autocapture: false,
      fetchRemoteConfig: false,
      ...options,
    }).promise;
    const results = [];
    for (let i = 0; i < count; i++) results.push(amplitude.track('Order Completed', { items: i, value: 2.5 }).promise);
    return (await Promise.all(results)).map((result) => result.code);
  },

  async posthog({ url, key, device, count, options }) {
    posthog.init(key, {
      api_host: url,
      bootstrap: { distinctID: device },
      advanced_disable_flags: true,
      disable_external_dependency_loading: true,
      disable_session_recording: true,
      autocapture: false,
      capture_pageview: false,
      capture_pageleave: false,
      opt_out_useragent_filter: true,
      ...options,
    });
    for (let i = 0; i < count; i++) posthog.capture('Order Completed', { revenue: 1.25, cart: { items: i } });
  },

  async rudderstack({ url, key, device, count, options }) {
    const analytics = new rudderanalytics.RudderAnalytics();
    await new Promise((resolve) => {
      analytics.load(key, url, { configUrl: `${url}/sourceConfig`, ...options });
      analytics.ready(resolve);
    });
    analytics.setAnonymousId(device);
    for (let i = 0; i < count; i++) analytics.track('Order Completed', { revenue: 1.25, cart: { items: i } });
    analytics.page('Home');
    analytics.identify('u1', { plan: 'pro' });
  },

  async segment({ url, key, device, count, options }) {
    const sending = { apiKey: key, apiHost: `${new URL(url).host}/v1`, protocol: 'http', ...options };
    const [analytics] = await AnalyticsNext.AnalyticsBrowser.load({
      writeKey: key,
      cdnSettings: { integrations: { 'Segment.io': sending } },
    });
    analytics.setAnonymousId(device);
    for (let i = 0; i < count; i++) analytics.track('Order Completed', { revenue: 1.25, cart: { items: i } });
    analytics.page('Home');
    await analytics.identify('u1', { plan: 'pro' });
  },

  async snowplow({ url, key, count, options }) {
    const { newTracker, setUserId, trackPageView, trackStructEvent } = snowplowBrowserTracking;
    const tracker = newTracker('test', url, {
      appId: 'shop',
      postPath: `/k/${key}/com.snowplowanalytics.snowplow/tp2`,
      credentials: 'omit',
      ...options,
    });
    setUserId('u1');
    for (let i = 0; i < count; i++) {
      trackStructEvent({
        category: 'shop',
        action: 'Order Completed',
        value: 2.5,
        context: [{ schema: 'iglu:com.example/cart/jsonschema/1-0-0', data: { items: i } }],
      });
    }
    trackPageView();
    return tracker.getDomainUserId();
  },
};

function serve(request, response) {
  const script = SCRIPTS[new URL(request.url, 'http://shop.example').pathname.slice('/sdk/'.length)];
  response.setHeader('Content-Type', script ? 'text/javascript' : 'text/html');
  response.end(script ? fs.readFileSync(require.resolve(`./node_modules/${script}`)) : '<!doctype html><title>Home</title>');
}

async function visit(browser, { sdk, options = {}, ...request }) {
  const context = await browser.newContext();
  const page = await context.newPage();
  const complaints = [];
  const requests = [];
  page.on('console', (message) => complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('request', (made) => {
    const path = made.url().startsWith(request.url) && made.url().slice(request.url.length);
    if (path) requests.push({ path, headers: made.headers() });
  });
  await page.goto('http://shop.example/');
  await page.addScriptTag({ url: `http://shop.example/sdk/${sdk}` });
  const app = APPS[sdk].toString().replace(/^async \w+/, 'async function');
  const result = await page.evaluate(`(${app})(${JSON.stringify({ ...request, options })})`);
  return { context, page, answer: { result, complaints, requests } };
}

async function main() {
  const server = http.createServer(serve).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const browser = await chromium.launch({
    executablePath: process.argv[2],
    args: ['--no-sandbox', `--host-resolver-rules=MAP shop.example 127.0.0.1:${server.address().port}`],
  });
  let open;
  for await (const line of readline.createInterface({ input: process.stdin })) {
    const command = JSON.parse(line);
    try {
      if (command.leave) {
        // The reader of a page goes elsewhere: what the SDK holds back goes now, or never.
        await open.page.goto('http://shop.example/elsewhere');
      } else if (command.close) {
        await open.context.close();
      } else {
        open = await visit(browser, command);
      }
      console.log(JSON.stringify(open.answer));
    } catch (error) {
      console.log(JSON.stringify({ error: String(error) }));
    }
  }
  await browser.close();
  server.close();
}

main();
