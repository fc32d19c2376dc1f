// Reads one file to its end in a process of its own: node measure.ts FILE. Prints what it came to and how much memory that took.

import { readFileSync } from 'node:fs';
import { parse } from '../../../src/parse/parse.ts';
import { CONTEXT } from '../support/read.ts';

const [, , file = ''] = process.argv;
const WARM = Buffer.from(
  '<rss><channel><item><title>a</title><description>&lt;p>b&lt;/p></description></item></channel></rss>',
);
for (const _step of parse(WARM, CONTEXT));
globalThis.gc?.();
const before = process.memoryUsage().rss;
const bytes = readFileSync(file);
let items = 0;
let failures = 0;
let peak = 0;
for (const step of parse(bytes, CONTEXT)) {
  if (step.type === 'item') items += 1;
  else failures += 1;
  if ((items + failures) % 100 === 0) peak = Math.max(peak, process.memoryUsage.rss());
}
peak = Math.max(peak, process.resourceUsage().maxRSS * 1024);
console.log(JSON.stringify({ bytes: bytes.length, items, failures, grown: peak - before }));
