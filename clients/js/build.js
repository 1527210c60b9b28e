// Makes dist/client.min.js, and fails if a page would load more than 4 KB of it.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { minify } from 'terser';

const MOST_BYTES = 4_096;

const source = readFileSync(new URL('src/client.js', import.meta.url), 'utf8');
const { code } = await minify(source, { module: true, compress: { passes: 2 } });
mkdirSync(new URL('dist/', import.meta.url), { recursive: true });
writeFileSync(new URL('dist/client.min.js', import.meta.url), code);
const bytes = gzipSync(code, { level: 9 }).length;
console.log(`dist/client.min.js: ${bytes} bytes compressed, of ${MOST_BYTES}`);
if (bytes > MOST_BYTES) {
  process.exit(1);
}
