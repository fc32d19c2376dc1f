// argv -> command; nothing else. What ranks below the commands is handed to them here.

import { run } from './cli/program.ts';
import { debugWanted, environmentSettings, findConfig, loadConfig } from './config.ts';

process.exitCode = await run(process.argv.slice(2), {
  findConfig,
  loadConfig,
  environmentSettings,
  debug: debugWanted(),
  startApp: async (config) => (await import('./app.ts')).startApp(config),
});
