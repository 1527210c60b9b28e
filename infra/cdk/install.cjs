// Installs what package-lock.json of the folder in the first argument (or this one) names, once: later builds find it done and need neither network nor npm.
'use strict';

const { execSync } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');

const OLDEST_NODE = 20;
if (Number(process.versions.node.split('.')[0]) < OLDEST_NODE) {
  console.error(`Node ${OLDEST_NODE} or later is needed, this is ${process.versions.node}. See https://nodejs.org`);
  process.exit(1);
}

const folder = path.resolve(__dirname, process.argv[2] ?? '.');
const lock = fs.readFileSync(path.join(folder, 'package-lock.json'), 'utf8');
const stamp = path.join(folder, 'node_modules', '.tidemark-installed');
const installed = fs.existsSync(stamp) && fs.readFileSync(stamp, 'utf8') === lock;

if (!installed) {
  // Nothing in it needs an install script.
  execSync('npm ci --ignore-scripts --no-audit --no-fund --loglevel=error', { cwd: folder, stdio: 'inherit' });
  fs.writeFileSync(stamp, lock);
}
