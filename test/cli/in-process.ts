// Commands run in this process, as the program would: what they print, and the signals that they listen for.

import { Command } from 'commander';
import { vi } from 'vitest';

export interface Printed {
  readonly stdout: string;
  readonly stderr: string;
}

/** @param parts subcommands of `stet`, groups among them. */
export async function runCommand(parts: readonly Command[], args: readonly string[]): Promise<Printed> {
  const printed = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    vi.spyOn(process[name], 'write').mockImplementation((text) => {
      printed[name] += String(text);
      return true;
    });
  }
  const program = new Command('stet').exitOverride();
  for (const part of parts) {
    program.addCommand(part);
    part.copyInheritedSettings(program);
    for (const command of part.commands) command.copyInheritedSettings(part);
  }
  try {
    await program.parseAsync(args, { from: 'user' });
  } finally {
    vi.restoreAllMocks();
  }
  return printed;
}

const SIGNALS = ['SIGINT', 'SIGTERM'] as const;

/** Takes away what commands have put on this process's signals since `before` was listed. */
export function forgetSignals(before: ReturnType<typeof signalListeners>): void {
  for (const [signal, known] of before)
    for (const heard of process.listeners(signal)) if (!known.includes(heard)) process.off(signal, heard);
}

export const signalListeners = () => SIGNALS.map((signal) => [signal, process.listeners(signal)] as const);
