// Makes dist/client.min.js, one file for a page, and fails if it is more than 4 KB compressed.
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';

const MOST_BYTES = 4_096;
const outfile = 'dist/client.min.js';

await build({ entryPoints: ['src/client.js'], outfile, bundle: true, minify: true, format: 'esm', target: 'es2022' });
const bytes = gzipSync(readFileSync(outfile), { level: 9 }).length;
console.log(`${outfile}: ${bytes} bytes compressed, of ${MOST_BYTES}`);
if (bytes > MOST_BYTES) {
  process.exit(1);
}
