// argv -> command; nothing else. What ranks below the commands is handed to them here, and loaded when it is needed.

import { run } from './cli/program.ts';

process.exitCode = await run(process.argv.slice(2), {
  configuration: () => import('./config.ts'),
  startApp: async (config, options) => (await import('./app.ts')).startApp(config, options),
});
