// Takes a port, and says so where another program has it.

import type { FastifyInstance, FastifyListenOptions } from 'fastify';
import { StetError } from '../model/errors.ts';

/** As Fastify's `listen`; a server that can't is closed. @throws {StetError} `port-taken`. */
export async function listen(
  server: FastifyInstance,
  options: FastifyListenOptions & { readonly host: string; readonly port: number },
): Promise<string> {
  try {
    return await server.listen(options);
  } catch (error) {
    await server.close();
    if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE') {
      const { host, port } = options;
      throw new StetError(
        'port-taken',
        `Port ${port} on ${host} is taken by another program. Stop that, or choose another with --port.`,
        { host, port },
      );
    }
    throw error;
  }
}
