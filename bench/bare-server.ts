// A bare Fastify to compare with: `node bare-server.ts FILE TYPE CODING` prints its address. POST answers with the length of the body, GET with the
// file's bytes from memory.

import { readFileSync } from 'node:fs';
import Fastify from 'fastify';

const [, , file = '', type = 'text/html', coding = 'identity'] = process.argv;
const bytes = readFileSync(file);

const server = Fastify();
server.removeAllContentTypeParsers();
server.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
server.post('/*', async (request) => ({
  bytes: request.body instanceof Uint8Array ? request.body.length : 0,
}));
server.get('/*', (_request, reply) => {
  if (coding !== 'identity') reply.header('content-encoding', coding);
  reply.type(type).send(bytes);
});
console.log(await server.listen({ host: '127.0.0.1', port: 0 }));
// Ends with the bench, however that ends.
process.once('disconnect', () => process.exit());
