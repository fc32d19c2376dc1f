// The standards' own schemas, where they are at hand: xmllint for the XML formats, ajv for ninjs. Many documents in one call.

import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';

const DATA = resolve(import.meta.dirname, '../../../../shared/data');
export const G2_SCHEMA = join(DATA, 'iptc-newsml-g2/specification/NewsML-G2_2.35-spec-All-Power.xsd');
export const NITF_SCHEMA = join(DATA, 'iptc-newsml-g2/examples/nitf-3-6.xsd');
export const NINJS_SCHEMA = join(DATA, 'iptc-ninjs/specification/ninjs-schema_3.1.json');

/** Why documents cannot be checked against this schema here; `null` when they can. */
export function missing(schema: string): string | null {
  if (!existsSync(schema)) return `${schema} is not at hand`;
  if (schema.endsWith('.json')) return null;
  return spawnSync('xmllint', ['--version']).error === undefined ? null : 'xmllint is not installed';
}

/** What xmllint has to say against the documents; `''` when all are valid. */
export function xmlProblems(documents: readonly string[], schema: string): string {
  const directory = mkdtempSync(join(tmpdir(), 'stet-export-'));
  try {
    const files = documents.map((document, index) => {
      const file = join(directory, `${index}.xml`);
      writeFileSync(file, document);
      return file;
    });
    const problems: string[] = [];
    for (let at = 0; at < files.length; at += 1000) {
      const batch = files.slice(at, at + 1000);
      const { status, stderr } = spawnSync(
        'xmllint',
        ['--noout', '--nonet', '--huge', '--schema', schema, ...batch],
        {
          encoding: 'utf8',
          maxBuffer: 1 << 28,
        },
      );
      if (status !== 0)
        problems.push(
          stderr
            .split('\n')
            .filter((line) => !line.endsWith(' validates'))
            .slice(0, 20)
            .join('\n'),
        );
    }
    return problems.join('\n');
  } finally {
    rmSync(directory, { recursive: true });
  }
}

/** What ajv has to say against the documents; empty when all are valid. Formats such as `uri` and `date-time` count. */
export function ninjsProblems(documents: readonly string[]): readonly string[] {
  const ajv = new Ajv2020({ strict: false, allErrors: true, validateSchema: false });
  formats.default(ajv);
  ajv.addSchema({ $id: 'https://geojson.org/schema/GeoJSON.json' });
  const validate = ajv.compile(JSON.parse(readFileSync(NINJS_SCHEMA, 'utf8')));
  return documents.flatMap((document) =>
    validate(JSON.parse(document)) ? [] : [`${ajv.errorsText(validate.errors)} in ${document.slice(0, 400)}`],
  );
}
