// Builds the reader's check into dist/verify: `panel.js` for the section on a story's page (`--mode panel`), and `stet-verify.html`, one file
// with everything in it (`--mode page`).

import { createHash } from 'node:crypto';
import { defineConfig, type Plugin } from 'vite';

export default defineConfig(({ mode }) => ({
  root: import.meta.dirname,
  base: './',
  publicDir: false,
  plugins: mode === 'page' ? [oneFile()] : [],
  build: {
    outDir: '../dist/verify',
    emptyOutDir: false,
    target: 'es2023',
    modulePreload: false,
    rolldownOptions:
      mode === 'page'
        ? { input: `${import.meta.dirname}/stet-verify.html` }
        : {
            input: `${import.meta.dirname}/panel.ts`,
            output: { format: 'es', entryFileNames: 'panel.js' },
          },
  },
}));

/** Puts script and style into the page, and a policy that allows these and nothing else to run. */
function oneFile(): Plugin {
  return {
    name: 'one-file',
    enforce: 'post',
    generateBundle(_, bundle) {
      const page = bundle['stet-verify.html'];
      if (page?.type !== 'asset') throw new Error('the page was not made');
      const scripts: string[] = [];
      const styles: string[] = [];
      for (const [name, output] of Object.entries(bundle)) {
        if (output === page) continue;
        if (output.type === 'chunk') scripts.push(output.code.trim());
        else styles.push(String(output.source).trim());
        delete bundle[name];
      }
      page.source = inlined(String(page.source), scripts.join('\n'), styles.join('\n'));
    },
  };
}

function inlined(html: string, script: string, style: string): string {
  if (/<\/(script|style)|<!--/i.test(script + style)) throw new Error('the script would end its own element');
  const policy = [
    "default-src 'none'",
    `script-src '${hashOf(script)}'`,
    `style-src '${hashOf(style)}'`,
    'img-src data:',
    'connect-src http: https:',
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  const without = html
    .replace(/\s*<script type="module"[^>]*><\/script>/g, '')
    .replace(/\s*<link rel="stylesheet"[^>]*>/g, '');
  // Replacements by function: `$` in code must stay what it is.
  return without
    .replace(
      '<meta charset="utf-8" />',
      (meta) => `${meta}\n    <meta http-equiv="Content-Security-Policy" content="${policy}" />`,
    )
    .replace('</head>', () => `  <style>${style}</style>\n  </head>`)
    .replace('</body>', () => `  <script type="module">${script}</script>\n  </body>`);
}

const hashOf = (text: string): string => `sha256-${createHash('sha256').update(text).digest('base64')}`;
