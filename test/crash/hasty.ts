// A mutation for the kill test: preloaded into the program, it puts a store that answers before the disk does in place of the real one.
// A checker that lets this pass would be worth nothing.

import { registerHooks } from 'node:module';

const HASTY = new URL('./hasty-database.ts', import.meta.url).href;

registerHooks({
  resolve(specifier, context, next) {
    const found = next(specifier, context);
    return found.url.endsWith('/src/ledger/sqlite/database.ts') ? { ...found, url: HASTY } : found;
  },
});
