// Has a log's newest checkpoint cosigned by its witnesses, beside publication: nothing that is published waits for a witness, and no witness
// waits for another for longer than one question takes. In rounds, so that the signatures gathered are for one and the same note.

import type { LogCrypto } from '../log/crypto.ts';
import type { ReadNodes } from '../log/merkle.ts';
import { addSignatures, type NoteSignature } from '../log/note.ts';
import { StetError } from '../model/errors.ts';
import type { IsoTime } from '../model/item.ts';
import { backOff, type Clock, isoTime, jittered, type Timers } from '../sources/clock.ts';
import type { SourceLog } from '../sources/source-log.ts';
import type { LogHttp } from './log-http.ts';
import { askWitness, type KnownWitness, type SignedCheckpoint, WITNESS_ALARMS } from './witness-ask.ts';
import { readPolicy, type WitnessPolicy } from './witness-policy.ts';

/** What a log is asked for; the ledger's `LogReader` has it. */
export interface WitnessedLog {
  /** The largest signed size; `null` in an empty log. */
  latest(): Promise<SignedCheckpoint | null>;
  readNodes(size: number): ReadNodes;
}

export interface WitnessingOptions {
  readonly policy: WitnessPolicy;
  readonly log: WitnessedLog;
  readonly crypto: LogCrypto;
  readonly http: LogHttp;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly logger: SourceLog;
  /**
   * Keeps the cosigned note beside the checkpoint of that size: as many cosignatures as the quorum asks for, and called again with more when
   * slower witnesses follow. One call at a time; sizes can come out of order.
   */
  readonly swapIn: (cosigned: SignedCheckpoint) => Promise<void>;
  /** A witness says that this log is not what it was: `log-witness-ahead` or `log-witness-fork`. Told once for each new alarm. */
  readonly alarm: (error: StetError) => void;
  readonly limits?: WitnessingLimits;
}

/** Milliseconds. */
export interface WitnessingLimits {
  /** Least time between the starts of two rounds: a busy log asks for its newest checkpoint only. */
  readonly pause: number;
  /** First wait after a witness failed; doubles with each further failure, up to the ceiling. */
  readonly retry: number;
  readonly retryCeiling: number;
  /** A checkpoint that stays the newest is cosigned anew after this long, which shows monitors that it still is the newest. */
  readonly refresh: number;
}

export const WITNESSING_LIMITS: WitnessingLimits = {
  pause: 1_000,
  retry: 5_000,
  retryCeiling: 900_000,
  refresh: 1_800_000,
};

/** Share of every wait that is random. */
const JITTER = 0.1;

export interface WitnessTrouble {
  readonly code: string;
  readonly message: string;
  readonly at: IsoTime;
}

/** How one witness stands, for people. */
export interface WitnessStanding {
  readonly name: string;
  readonly url: string;
  /** The size it cosigned last, since the start; and when. */
  readonly cosigned: number | null;
  readonly cosignedAt: IsoTime | null;
  /** Why the last question failed; `null` when it did not. */
  readonly lastError: WitnessTrouble | null;
  /** In a row. */
  readonly failures: number;
  /** When it will be asked again after a failure. */
  readonly nextTry: IsoTime | null;
  /** Stays until the witness cosigns again. */
  readonly alarm: WitnessTrouble | null;
}

export interface Witnessing {
  /** There may be a new checkpoint. Returns at once; call it after every commit. */
  ring(): void;
  /** In the order of the configuration. */
  standing(): readonly WitnessStanding[];
  /** Ends the questions under way. */
  close(): Promise<void>;
}

/** @throws {StetError} `witness-key-wrong`, `witness-url-wrong`, `witness-policy-wrong` */
export function startWitnessing(options: WitnessingOptions): Witnessing {
  const { log, crypto, http, clock, timers, logger, swapIn, limits = WITNESSING_LIMITS } = options;
  const { quorum } = options.policy;
  const desks = readPolicy(options.policy).map(openDesk);
  const stop = new AbortController();
  const underWay = new Set<Promise<void>>();
  let gathered: Gathered | null = null;
  let rung = true;
  let lastRound = Number.NEGATIVE_INFINITY;
  let inRound = false;
  let swaps: Promise<void> = Promise.resolve();
  let callOff = (): void => undefined;
  plan();

  return {
    ring() {
      rung = true;
      plan();
    },
    standing: () => desks.map(standingOf),
    async close() {
      callOff();
      stop.abort(new StetError('stopped', 'stopped'));
      await Promise.all(underWay);
      await swaps;
    },
  };

  /** Sets the clock for the next round. One at a time, so that a round's signatures are for one note. */
  function plan(): void {
    callOff();
    if (stop.signal.aborted || inRound || desks.length === 0) return;
    const now = timers.monotonic();
    const due = Math.min(...desks.filter(({ busy }) => !busy).map(({ due }) => due));
    const at = Math.max(lastRound + limits.pause, rung ? now : due);
    if (at !== Number.POSITIVE_INFINITY) callOff = timers.after(at - now, () => track(round()));
  }

  function track(task: Promise<void>): void {
    underWay.add(task);
    void task.finally(() => underWay.delete(task));
  }

  async function round(): Promise<void> {
    inRound = true;
    rung = false;
    lastRound = timers.monotonic();
    try {
      const checkpoint = await log.latest();
      if (checkpoint !== null) await askAll(checkpoint);
    } catch (error) {
      logger.error({ err: error }, 'the newest checkpoint can not be read for the witnesses');
      for (const desk of desks) desk.due = timers.monotonic() + limits.retry;
    } finally {
      inRound = false;
      plan();
    }
  }

  /** Ends with the quorum, or when all have answered. Those who are slower than the quorum are listened to beside the next rounds. */
  async function askAll(checkpoint: SignedCheckpoint): Promise<void> {
    if (gathered?.checkpoint.size !== checkpoint.size) gathered = openGathered(checkpoint);
    const pot = gathered;
    const now = timers.monotonic();
    const asked = desks.filter(({ busy, due, cosigned, failures }) => {
      const isNews = cosigned !== checkpoint.size && failures === 0;
      return !busy && (isNews || due <= now);
    });
    const answers = asked.map((desk) => {
      const answer = ask(desk, pot);
      track(answer);
      return answer;
    });
    await Promise.race([Promise.all(answers), pot.full]);
  }

  async function ask(desk: Desk, pot: Gathered): Promise<void> {
    const { checkpoint } = pot;
    desk.busy = true;
    try {
      const question = {
        witness: desk.witness,
        checkpoint,
        oldSize: desk.cosigned ?? 0,
        readNodes: log.readNodes(checkpoint.size),
        crypto,
        http,
        now: clock.now,
      };
      const signature = await askWitness(question, stop.signal);
      noteSuccess(desk, checkpoint.size);
      gather(pot, desk, signature);
      // While it was slow, rounds may have gone by without it.
      if (gathered !== pot) rung = true;
    } catch (error) {
      if (!stop.signal.aborted) await noteFailure(desk, error);
    } finally {
      desk.busy = false;
      plan();
    }
  }

  function gather(pot: Gathered, desk: Desk, signature: NoteSignature): void {
    pot.signatures.set(desk, signature);
    if (pot.signatures.size < quorum) return;
    pot.resolveFull();
    const { size, note } = pot.checkpoint;
    const cosigned = { size, note: addSignatures(note, [...pot.signatures.values()]) };
    swaps = swaps
      .then(() => swapIn(cosigned))
      .catch((error: unknown) => logger.error({ err: error, size }, 'a cosigned checkpoint can not be kept'));
  }

  function noteSuccess(desk: Desk, size: number): void {
    if (desk.lastError !== null) logger.info({ witness: desk.name, size }, 'the witness cosigns again');
    desk.cosigned = size;
    desk.cosignedAt = isoTime(clock.now());
    desk.failures = 0;
    desk.lastError = null;
    desk.alarm = null;
    desk.nextTry = null;
    desk.due = timers.monotonic() + limits.refresh;
  }

  async function noteFailure(desk: Desk, error: unknown): Promise<void> {
    const failure =
      error instanceof StetError
        ? error
        : new StetError('witness-failed', String(error), { witness: desk.name });
    if (await onlyLate(failure)) {
      rung = true;
      return;
    }
    desk.failures++;
    const asked = failure.facts.retryAfter;
    const wait = jittered(backOff(desk.failures, limits.retry, limits.retryCeiling), JITTER, clock);
    const patience = Math.min(limits.retryCeiling, Math.max(wait, typeof asked === 'number' ? asked : 0));
    desk.due = timers.monotonic() + patience;
    desk.nextTry = isoTime(clock.now() + patience);
    const trouble = { code: failure.code, message: failure.message, at: isoTime(clock.now()) };
    const isNews = desk.lastError?.code !== trouble.code;
    desk.lastError = trouble;
    if (!WITNESS_ALARMS.has(failure.code)) {
      if (isNews) logger.warn({ ...failure.facts, code: failure.code }, failure.message);
      return;
    }
    const isNewAlarm = desk.alarm?.code !== trouble.code;
    desk.alarm = trouble;
    if (!isNewAlarm) return;
    logger.error({ ...failure.facts, code: failure.code }, failure.message);
    options.alarm(failure);
  }

  /** A witness that is ahead of the round, but not of the log, knows a checkpoint that was signed in the meantime. */
  async function onlyLate(failure: StetError): Promise<boolean> {
    if (failure.code !== 'log-witness-ahead') return false;
    try {
      const newest = await log.latest();
      return newest !== null && newest.size >= Number(failure.facts.seen);
    } catch {
      return false;
    }
  }
}

/** One witness and how it stands. Times by the monotonic clock, unless they are ISO. */
interface Desk {
  readonly witness: KnownWitness;
  readonly name: string;
  busy: boolean;
  /** When it is to be asked though nothing is new. */
  due: number;
  cosigned: number | null;
  cosignedAt: IsoTime | null;
  failures: number;
  lastError: WitnessTrouble | null;
  nextTry: IsoTime | null;
  alarm: WitnessTrouble | null;
}

const openDesk = (witness: KnownWitness): Desk => ({
  witness,
  name: witness.verifier.name,
  busy: false,
  due: Number.POSITIVE_INFINITY,
  cosigned: null,
  cosignedAt: null,
  failures: 0,
  lastError: null,
  nextTry: null,
  alarm: null,
});

const standingOf = (desk: Desk): WitnessStanding => ({
  name: desk.name,
  url: desk.witness.url.href,
  cosigned: desk.cosigned,
  cosignedAt: desk.cosignedAt,
  lastError: desk.lastError,
  failures: desk.failures,
  nextTry: desk.nextTry,
  alarm: desk.alarm,
});

/** The signatures for one note. */
interface Gathered {
  readonly checkpoint: SignedCheckpoint;
  readonly signatures: Map<Desk, NoteSignature>;
  /** Resolves with the quorum. */
  readonly full: Promise<void>;
  resolveFull(): void;
}

function openGathered(checkpoint: SignedCheckpoint): Gathered {
  const { promise, resolve } = Promise.withResolvers<void>();
  return { checkpoint, signatures: new Map(), full: promise, resolveFull: resolve };
}
