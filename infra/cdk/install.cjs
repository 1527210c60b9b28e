// Installs what package-lock.json names, once: later builds find it done and need neither network nor npm.
'use strict';

const { execSync } = require('node:child_process');
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
  // It has no install script.
  execSync('npm ci --ignore-scripts --no-audit --no-fund --loglevel=error', { cwd: __dirname, stdio: 'inherit' });
  fs.writeFileSync(stamp, lock);
}
