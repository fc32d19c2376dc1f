// The command line as a whole: which commands there are, and how every one of them fails. Exit codes: 0 done, 1 failed, 2 used
// wrongly. A person never sees a stack trace unless STET_DEBUG is set.

import { readFileSync } from 'node:fs';
import { Command, CommanderError } from 'commander';
import { StetError } from '../model/errors.ts';
import { doctorCommand } from './doctor.ts';
import { exportCommand } from './export.ts';
import { importCommand } from './import.ts';
import { logCommand } from './log.ts';
import { opmlCommand } from './opml.ts';
import { printError } from './output.ts';
import { parseCommand } from './parse.ts';
import { replayCommand } from './replay.ts';
import type { Services } from './services.ts';
import { startCommand } from './start.ts';
import { takedownCommand } from './takedown.ts';
import { textCommand } from './text.ts';
import { verifyCommand } from './verify.ts';
import { witnessCommand } from './witness.ts';

/** Runs one command to its end. Resolves to the exit code; never rejects. */
export async function run(args: readonly string[], services: Services): Promise<number> {
  endQuietlyWhenTheReaderLeaves();
  let exitCode = 0;
  const fail = (code = 1) => {
    exitCode = code;
  };
  const program = new Command('stet')
    .description(
      'A self-hosted wire desk: agency stories go out exactly as they came, under an honest label.',
    )
    .version(version(), '-V, --version')
    .showSuggestionAfterError()
    .showHelpAfterError('(stet --help lists the commands, stet COMMAND --help explains one)')
    .helpCommand(true)
    .exitOverride()
    .addCommand(startCommand(services))
    .addCommand(parseCommand(fail))
    .addCommand(textCommand(fail))
    .addCommand(importCommand(services, fail))
    .addCommand(exportCommand(services, fail))
    .addCommand(takedownCommand(services))
    .addCommand(opmlCommand(services, fail))
    .addCommand(replayCommand(services))
    .addCommand(doctorCommand(services, fail))
    .addCommand(logCommand(services, fail))
    .addCommand(verifyCommand(fail))
    .addCommand(witnessCommand(services));
  inheritSettings(program);

  try {
    await program.parseAsync(args, { from: 'user' });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    const { debugWanted } = await services.configuration();
    printError(sentence(error, debugWanted()));
    return 1;
  }
}

/** Commander hands settings down only to commands that it makes itself. */
function inheritSettings(parent: Command): void {
  for (const command of parent.commands) {
    command.copyInheritedSettings(parent);
    inheritSettings(command);
  }
}

function version(): string {
  const manifest: unknown = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
  const isManifest = typeof manifest === 'object' && manifest !== null && 'version' in manifest;
  return isManifest ? String(manifest.version) : 'unknown';
}

function sentence(error: unknown, debug: boolean): string {
  if (debug && error instanceof Error) return error.stack ?? error.message;
  if (error instanceof StetError) return error.message;
  const message = error instanceof Error ? error.message : String(error);
  return `unexpected error: ${message} (STET_DEBUG=1 shows where)`;
}

/** `stet parse … | head` closes the pipe early; that is no error. */
function endQuietlyWhenTheReaderLeaves(): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(0);
    throw error;
  });
}
