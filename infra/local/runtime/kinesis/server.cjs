// The Kinesis emulator on loopback. Arguments: the data directory, and the port (0 for any). Prints one line,
// "listening PORT", and lives as long as its standard input is open: it ends with its parent, however that ends.
'use strict';

const kinesalite = require('kinesalite');

const [, , dataDirectory, port] = process.argv;

const server = kinesalite({
  path: dataDirectory,
  shardLimit: 200,
  createStreamMs: 20,
  deleteStreamMs: 20,
  updateStreamMs: 20,
});

// The emulator throws when a client goes away in the middle of a request; a client that is killed must not take the
// stream with it.
const [handle] = server.listeners('request');
server.removeAllListeners('request');
server.on('request', (request, response) => {
  const on = request.on;
  request.on = (event, listener) => on.call(request, event, event === 'error' ? () => request.destroy() : listener);
  response.on('error', () => response.destroy());
  handle(request, response);
});
server.on('clientError', (error, socket) => socket.destroy());
server.keepAliveTimeout = 120_000;

server.listen(Number(port), '127.0.0.1', () => console.log(`listening ${server.address().port}`));
server.on('error', (error) => {
  console.error(error.message);
  process.exit(1);
});

function end() {
  setTimeout(() => process.exit(0), 2_000).unref();
  server.closeIdleConnections();
  server.close(() => process.exit(0));
}

process.stdin.on('end', end).on('error', end).resume();
// Ctrl-C and a supervisor's signal reach the whole process group; the parent decides when this process ends.
for (const signal of ['SIGINT', 'SIGHUP', 'SIGTERM']) process.on(signal, () => {});
