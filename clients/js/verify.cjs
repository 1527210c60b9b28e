// What the Maven build runs: installs what package-lock.json names, once, builds, checks the types and tests.
'use strict';

const { execFileSync, execSync } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');

const OLDEST_NODE = 20;
if (Number(process.versions.node.split('.')[0]) < OLDEST_NODE) {
  console.error(`Node ${OLDEST_NODE} or later is needed, this is ${process.versions.node}. See https://nodejs.org`);
  process.exit(1);
}

const lock = fs.readFileSync(path.join(__dirname, 'package-lock.json'), 'utf8');
const stamp = path.join(__dirname, 'node_modules', '.tidemark-installed');
const installed = fs.existsSync(stamp) && fs.readFileSync(stamp, 'utf8') === lock;

if (!installed) {
  execSync('npm ci --ignore-scripts --no-audit --no-fund --loglevel=error', { cwd: __dirname, stdio: 'inherit' });
  fs.writeFileSync(stamp, lock);
}

const node = (...arguments_) => execFileSync(process.execPath, arguments_, { cwd: __dirname, stdio: 'inherit' });
const tests = fs.readdirSync(path.join(__dirname, 'test')).filter((name) => name.endsWith('.test.js'));

try {
  node('build.js');
  node(path.join('node_modules', 'typescript', 'bin', 'tsc'), '-p', '.');
  node('--test', ...tests.map((name) => path.join('test', name)));
} catch (e) {
  process.exit(e.status || 1);
}
