// Holds actions, one a line on standard input as service:Action, against the list that AWS publishes of what can be allowed.
// A * must match at least one. Prints those that do not exist as a JSON list.
'use strict';

const fs = require('node:fs');
const { Statement } = require('iam-floyd');

const actions = new Map();
for (const Service of Object.values(Statement)) {
  if (typeof Service !== 'function') {
    continue;
  }
  const service = new Service();
  if (service.servicePrefix && service.accessLevelList) {
    const names = actions.get(service.servicePrefix) ?? new Set();
    Object.values(service.accessLevelList).flat().forEach((name) => names.add(name.toLowerCase()));
    actions.set(service.servicePrefix, names);
  }
}

function exists(action) {
  const [service, name] = action.toLowerCase().split(':');
  const names = [...(actions.get(service) ?? [])];
  const pattern = new RegExp(`^${(name ?? '').replace(/[.+^${}()|[\]\\]/g, '\\$&').replace(/\*/g, '.*').replace(/\?/g, '.')}$`);
  return names.some((known) => pattern.test(known));
}

const asked = fs.readFileSync(0, 'utf8').split('\n').filter((line) => line !== '');
console.log(JSON.stringify(asked.filter((action) => !exists(action))));
