// A monitor's days: look, remember, wait, look again, until there is an alarm.

import { writeOwnerFile } from '../ledger/owner-file.ts';
import { type Clock, isoTime } from '../sources/clock.ts';
import { evidenceName, type LookAlarm, type LookUnreachable, look, type MonitorOptions } from './monitor.ts';
import { type MonitorState, readMonitorState, saveMonitorState } from './monitor-state.ts';
import { pause } from './pause.ts';

export interface MonitoringOptions {
  readonly target: MonitorOptions;
  /** File of what was seen last. */
  readonly state: string;
  /** Milliseconds between two looks; `null` to look once. */
  readonly every: number | null;
  /** Where an alarm is sent, as JSON. */
  readonly webhook: URL | null;
  readonly clock: Clock;
  readonly stop: AbortSignal;
  /** A log that is well, when there is news of it. */
  readonly well: (line: string) => void | Promise<void>;
  /** What went wrong and is no alarm. */
  readonly trouble: (line: string) => void;
}

const WEBHOOK_ANSWER_BYTES = 65_536;

/**
 * @returns the alarm, or why a single look failed, as one line for people; `null` when stopped, or after a single look that went well.
 * @throws {StetError} `monitor-state-wrong`
 */
export async function keepMonitoring(options: MonitoringOptions): Promise<string | null> {
  const { target, every, stop, well, trouble } = options;
  let state = readMonitorState(options.state, target.origin);
  let said: string | null = null;
  const sayOnce = (line: string): void => {
    if (line !== said) trouble(line);
    said = line;
  };
  try {
    for (;;) {
      const outcome = await look(target, state, stop);
      if (outcome.type === 'alarm') return await raise(options, outcome);
      if (outcome.type === 'unreachable') {
        const line = unreachableLine(outcome);
        if (every === null) return line;
        sayOnce(line);
      } else {
        saveMonitorState(options.state, outcome.state);
        if (state?.size !== outcome.state.size || every === null) await well(wellLine(state, outcome.state));
        state = outcome.state;
        if (outcome.silent.length > 0) sayOnce(`${outcome.silent.join('; ')}: not compared with that`);
        else said = null;
      }
      if (every === null) return null;
      await pause(target.timers, every, stop);
    }
  } catch (error) {
    if (stop.aborted) return null;
    throw error;
  }
}

async function raise(options: MonitoringOptions, alarm: LookAlarm): Promise<string> {
  const { target, clock } = options;
  if (alarm.state !== null) saveMonitorState(options.state, alarm.state);
  const at = isoTime(clock.now());
  const evidence = `${options.state}.evidence-${evidenceName(target.crypto, alarm)}.json`;
  const { code, message, notes } = alarm;
  writeOwnerFile(evidence, `${JSON.stringify({ log: target.origin, code, message, at, notes }, null, 1)}\n`);
  const line = `ALARM ${code}: ${target.origin}: ${message}. The signed notes are in ${evidence}.`;
  await send(options, { log: target.origin, code, message, at, text: line, notes });
  return line;
}

/** An alarm that can't be sent is still printed. */
async function send(
  { target: { http }, webhook, stop, trouble }: MonitoringOptions,
  alarm: object,
): Promise<void> {
  if (webhook === null) return;
  const body = { text: JSON.stringify(alarm), type: 'application/json' };
  try {
    const { status } = await http.ask({ url: webhook, body, maxBytes: WEBHOOK_ANSWER_BYTES }, stop);
    if (status >= 300) trouble(`The alarm was not taken by ${webhook.host}: it answers ${status}`);
  } catch (error) {
    trouble(`The alarm could not be sent: ${error instanceof Error ? error.message : String(error)}`);
  }
}

const unreachableLine = ({ code, message }: LookUnreachable): string =>
  `The log could not be looked at (${code}): ${message}`;

const wellLine = (before: MonitorState | null, { origin, size }: MonitorState): string =>
  before === null
    ? `${origin}: ${size} leaves, seen for the first time`
    : `${origin}: ${size} leaves, consistent with the ${before.size} seen before`;
