// Builds the desk into dist/desk, which the server serves under /desk.

import { defineConfig } from 'vite';

export default defineConfig({
  root: import.meta.dirname,
  base: '/desk/',
  build: {
    outDir: '../dist/desk',
    emptyOutDir: true,
    // The content security policy allows files only, no `data:` addresses.
    assetsInlineLimit: 0,
    target: 'es2023',
  },
});
