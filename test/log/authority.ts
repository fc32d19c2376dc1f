// A time-stamp authority for tests: the openssl command with a certificate authority made for the occasion.

import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface Authority {
  /** Answers a query; one that is set to refuse SHA-256 refuses it. */
  reply(query: Uint8Array, ways?: 'grants' | 'refuses-sha256'): Uint8Array;
  /** What `openssl ts -query -text` reads in a query. */
  describe(query: Uint8Array): string;
  /** What `openssl ts -verify` says about a token for this file, its errors included. */
  verify(token: Uint8Array, file: Uint8Array): string;
  /** The same at another time, seconds since 1970, as when the certificates have expired. */
  verifyAt(token: Uint8Array, file: Uint8Array, at: number): string;
  close(): void;
}

export const POLICY = '1.3.6.1.4.1.32473.1';

/** Why tests with openssl can't run here; `null` when they can. Printed where it is not `null`. */
export function withoutOpenssl(): string | null {
  if (spawnSync('openssl', ['version']).error === undefined) return null;
  const reason = 'openssl is not installed';
  console.log(`time-stamp tests skipped: ${reason}`);
  return reason;
}

export function openAuthority(): Authority {
  const directory = mkdtempSync(join(tmpdir(), 'stet-tsa-'));
  const at = (name: string): string => join(directory, name);
  const openssl = (...args: string[]): Buffer =>
    execFileSync('openssl', args, { stdio: ['ignore', 'pipe', 'pipe'] });
  const put = (name: string, content: string | Uint8Array): string => {
    writeFileSync(at(name), content);
    return at(name);
  };
  put('serial', 'A1');
  put('tsa.cnf', configuration(directory));
  put('tsa.ext', 'extendedKeyUsage = critical,timeStamping\nkeyUsage = critical,digitalSignature\n');
  const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  const ca = ['-subj', '/CN=Invented Root', '-keyout', at('ca.key'), '-out', at('ca.pem')];
  openssl('req', '-x509', ...newKey, '-days', '2', ...ca);
  const tsa = ['-subj', '/CN=Invented Time', '-keyout', at('tsa.key'), '-out', at('tsa.csr')];
  openssl('req', '-new', ...newKey, ...tsa);
  const signer = ['-CA', at('ca.pem'), '-CAkey', at('ca.key'), '-CAcreateserial', '-extfile', at('tsa.ext')];
  openssl('x509', '-req', '-in', at('tsa.csr'), '-days', '2', ...signer, '-out', at('tsa.pem'));

  const verify = (token: Uint8Array, file: Uint8Array, ...more: string[]): string => {
    const files = ['-in', put('token', token), '-data', put('data', file), '-CAfile', at('ca.pem')];
    const run = spawnSync('openssl', ['ts', '-verify', '-token_in', ...files, ...more], { encoding: 'utf8' });
    return `${run.stdout}${run.stderr}`;
  };
  return {
    reply(query, ways = 'grants') {
      const files = ['-queryfile', put('query', query), '-out', at('reply')];
      openssl('ts', '-reply', '-config', at('tsa.cnf'), '-section', ways, ...files);
      return Uint8Array.from(readFileSync(at('reply')));
    },
    describe: (query) => openssl('ts', '-query', '-in', put('query', query), '-text').toString('utf8'),
    verify,
    verifyAt: (token, file, time) => verify(token, file, '-attime', String(time)),
    close: () => rmSync(directory, { recursive: true }),
  };
}

const configuration = (directory: string): string =>
  ['grants', 'refuses-sha256']
    .map(
      (name) => `
[${name}]
serial = ${directory}/serial
signer_cert = ${directory}/tsa.pem
signer_key = ${directory}/tsa.key
signer_digest = sha256
ess_cert_id_alg = sha256
default_policy = ${POLICY}
digests = ${name === 'grants' ? 'sha256, sha512' : 'sha512'}
accuracy = secs:1, millisecs:500
ordering = yes
tsa_name = yes
clock_precision_digits = 3
`,
    )
    .join('');
