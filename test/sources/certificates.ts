// Self-signed certificates for tests, made by the openssl command.

import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface KeyPair {
  readonly key: string;
  readonly cert: string;
}

/** @param subject DNS name; the validity is given as `YYYYMMDDhhmmssZ`. */
export function selfSigned(subject: string, from: string, to: string): KeyPair {
  const directory = mkdtempSync(join(tmpdir(), 'stet-tls-'));
  const at = (name: string): string => join(directory, name);
  const openssl = (...args: string[]): void => {
    execFileSync('openssl', args, { stdio: ['ignore', 'ignore', 'pipe'] });
  };
  try {
    writeFileSync(at('index.txt'), '');
    writeFileSync(at('serial'), '01');
    writeFileSync(at('ca.cnf'), configuration(directory, subject));
    const newKey = [
      '-newkey',
      'ec',
      '-pkeyopt',
      'ec_paramgen_curve:prime256v1',
      '-nodes',
      '-keyout',
      at('key'),
    ];
    openssl('req', '-new', ...newKey, '-out', at('csr'), '-subj', `/CN=${subject}`);
    const validity = ['-startdate', from, '-enddate', to];
    const files = ['-config', at('ca.cnf'), '-keyfile', at('key'), '-in', at('csr'), '-out', at('cert')];
    openssl('ca', '-selfsign', '-batch', '-notext', ...validity, ...files);
    return { key: readFileSync(at('key'), 'utf8'), cert: readFileSync(at('cert'), 'utf8') };
  } finally {
    rmSync(directory, { recursive: true });
  }
}

const configuration = (directory: string, subject: string): string => `
[ca]
default_ca = own
[own]
database = ${directory}/index.txt
new_certs_dir = ${directory}
serial = ${directory}/serial
default_md = sha256
policy = any
x509_extensions = names
[any]
commonName = supplied
[names]
subjectAltName = DNS:${subject}
basicConstraints = CA:TRUE
`;
