// Prints "N passed, N failed, N skipped" from Vitest's JSON report. Exits 1 when there is none, or when it counts no test.

import { readFileSync } from 'node:fs';

const report: unknown = readReport(process.argv[2] ?? '');

/** Vitest writes none when it cannot start. */
function readReport(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    console.error(`no test report: ${error instanceof Error ? error.message : String(error)}`);
    return null;
  }
}

function count(name: string): number {
  const value = typeof report === 'object' && report !== null ? Reflect.get(report, name) : undefined;
  return typeof value === 'number' ? value : 0;
}

const passed = count('numPassedTests');
// A file that cannot be loaded fails without any of its tests failing.
const failed = Math.max(count('numFailedTests'), count('numFailedTestSuites') > 0 ? 1 : 0);
const skipped = count('numPendingTests') + count('numTodoTests');
console.log(`${passed} passed, ${failed} failed, ${skipped} skipped`);
process.exitCode = passed > 0 && failed === 0 ? 0 : 1;
