// The settings of a witness, from its own small file and the command line, which wins.

import { resolve } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { givenLogKey } from '../../flows/given-key.ts';
import type { Verifier } from '../../log/note.ts';
import { StetError } from '../../model/errors.ts';
import { readInput } from '../input.ts';
import type { WitnessCommandOptions } from '../witness.ts';

export interface WitnessSettings {
  /** For a key that is not made yet; `null` when none is given. */
  readonly name: string | null;
  readonly directory: string;
  readonly host: string;
  readonly port: number;
  /** By origin, the keys that may sign for that log. */
  readonly logs: ReadonlyMap<string, readonly Verifier[]>;
}

const DEFAULT_DATA = 'stet-witness';
const DEFAULT_HOST = '127.0.0.1';
const DEFAULT_PORT = 8090;

const fileSchema = z.strictObject({
  name: z.string().optional(),
  data: z.string().min(1).optional(),
  host: z.string().min(1).optional(),
  port: z.int().min(0).max(65_535).optional(),
  logs: z.array(z.string()).optional(),
});

type SettingsFile = z.infer<typeof fileSchema>;

/** @throws {StetError} `witness-config-wrong`, `log-key-wrong`, and those of `readInput`. */
export async function readSettings(options: WitnessCommandOptions): Promise<WitnessSettings> {
  const file = options.config === undefined ? {} : await readFile(options.config);
  return {
    name: options.name ?? file.name ?? null,
    directory: resolve(options.data ?? file.data ?? DEFAULT_DATA),
    host: options.host ?? file.host ?? DEFAULT_HOST,
    port: options.port ?? file.port ?? DEFAULT_PORT,
    logs: logsOf([...(file.logs ?? []), ...options.log]),
  };
}

async function readFile(file: string): Promise<SettingsFile> {
  const { bytes } = await readInput(file);
  const result = fileSchema.safeParse(yamlOf(Buffer.from(bytes).toString('utf8'), file) ?? {});
  if (result.success) return result.data;
  const problems = result.error.issues.map(
    ({ path, message }) => `${path.join('.') || 'the file'}: ${message}`,
  );
  throw new StetError('witness-config-wrong', `${file}: ${problems.join('; ')}`, { file });
}

function yamlOf(text: string, file: string): unknown {
  try {
    return parse(text);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new StetError('witness-config-wrong', `${file} is no YAML: ${why}`, { file });
  }
}

/** Several keys of one name are of one log: it is changing its key. */
function logsOf(vkeys: readonly string[]): Map<string, Verifier[]> {
  const logs = new Map<string, Verifier[]>();
  for (const vkey of new Set(vkeys.map((key) => key.trim()))) {
    const verifier = givenLogKey(vkey);
    logs.set(verifier.name, [...(logs.get(verifier.name) ?? []), verifier]);
  }
  return logs;
}
