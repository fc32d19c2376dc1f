// Watches one folder. Looking at it again and again is what counts; `fs.watch` is only a doorbell, because it is silent on
// network drives and drops events under load.

import { type FSWatcher, watch } from 'node:fs';
import type { Receive } from '../../model/delivery.ts';
import { StetError } from '../../model/errors.ts';
import type { FolderTransport, Source } from '../../model/source.ts';
import type { SourceStates } from '../../model/source-state.ts';
import { backOff, type Clock, isoTime, jittered, type Timers } from '../clock.ts';
import type { SourceLimits } from '../limits.ts';
import type { SourceLog } from '../source-log.ts';
import { type FileName, type FileStamp, type FolderDisk, nodeDisk } from './disk.ts';
import { hasCode, systemCode } from './error-code.ts';
import { isEventful, type Look, quietLook, stateAfterLook } from './folder-state.ts';
import { displayName, isTemporary } from './names.ts';
import { type StillFile, Stillness } from './stillness.ts';
import { type TakeEnvironment, type Taken, takeFile } from './take-file.ts';

export type FolderSource = Source & { readonly transport: FolderTransport };

export const isFolderSource = (source: Source): source is FolderSource => source.transport.type === 'folder';

export interface FolderEnvironment {
  readonly receive: Receive;
  readonly states: SourceStates;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly log: SourceLog;
  readonly limits: SourceLimits;
  /** The real one when absent. */
  readonly disk?: FolderDisk;
}

export class FolderWatcher {
  readonly #source: FolderSource;
  readonly #environment: FolderEnvironment;
  readonly #taking: TakeEnvironment;
  readonly #stillness: Stillness;
  /** Links already complained of. */
  readonly #links = new Set<FileName>();
  #looking: Promise<void> | null = null;
  #stopped = false;
  #cancelNext: () => void = () => undefined;
  /** Monotonic time of the next look. */
  #nextAt = Number.POSITIVE_INFINITY;
  /** Looks in a row that the folder or the store spoilt. While it is not 0 the doorbell is not heard. */
  #spoilt = 0;
  #savedAt = Number.NEGATIVE_INFINITY;
  #doorbell: FSWatcher | null = null;

  constructor(source: FolderSource, environment: FolderEnvironment) {
    const { clock, limits } = environment;
    this.#source = source;
    this.#environment = environment;
    this.#stillness = new Stillness(source.transport.settle * 1000, limits.emptySettle);
    this.#taking = {
      source: source.id,
      folder: source.transport.path,
      maxBytes: source.transport.maxBytes,
      directories: new Map(),
      disk: environment.disk ?? nodeDisk,
      receive: environment.receive,
      random: () => Math.floor(clock.random() * 2 ** 32),
      now: () => clock.now(),
      fileNameBytes: limits.fileNameBytes,
      fileAttempts: limits.fileAttempts,
    };
  }

  start(): void {
    this.#lookIn(0);
  }

  /** Waits for the files under way; takes no further ones. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#cancelNext();
    this.#closeDoorbell();
    await this.#looking;
  }

  /**
   * Looks at the folder at once, or joins the look under way. A file still has to have stood still for its time.
   *
   * @throws {StetError} `stopped`
   */
  async lookNow(): Promise<void> {
    if (this.#stopped) {
      throw new StetError('stopped', 'The sources have been stopped', { source: this.#source.id });
    }
    await this.#lookAndSchedule();
  }

  #lookIn(wait: number): void {
    const { timers } = this.#environment;
    const at = timers.monotonic() + wait;
    if (this.#stopped || at >= this.#nextAt) return;
    this.#cancelNext();
    this.#nextAt = at;
    this.#cancelNext = timers.after(wait, () => void this.#lookAndSchedule());
  }

  #lookAndSchedule(): Promise<void> {
    this.#cancelNext();
    this.#nextAt = Number.POSITIVE_INFINITY;
    this.#looking ??= this.#lookOnce().finally(() => {
      this.#looking = null;
    });
    return this.#looking;
  }

  /** Never rejects, and always schedules the next look. */
  async #lookOnce(): Promise<void> {
    const { log } = this.#environment;
    let wait = this.#environment.limits.scan;
    try {
      const look = await this.#look();
      wait = this.#nextWait();
      await this.#tell(look, wait);
    } catch (error) {
      log.error(
        { source: this.#source.id, err: error },
        'a look at a folder failed in a way that should not happen',
      );
    }
    if (!this.#stopped) this.#openDoorbell();
    this.#lookIn(wait);
  }

  async #look(): Promise<Look> {
    let found: readonly { name: FileName; stamp: FileStamp }[];
    try {
      found = await this.#findFiles();
    } catch (error) {
      this.#spoilt++;
      // It watches a directory that is no longer there, or not for us.
      this.#closeDoorbell();
      return { ...quietLook, trouble: folderTrouble(this.#source.transport.path, error) };
    }
    this.#taking.directories.clear();
    const ready = this.#stillness.observe(found, this.#environment.timers.monotonic());
    const look = await this.#takeAll(ready);
    this.#spoilt = look.storeClosed ? this.#spoilt + 1 : 0;
    return look;
  }

  async #findFiles(): Promise<{ name: FileName; stamp: FileStamp }[]> {
    const { disk, folder } = this.#taking;
    const found: { name: FileName; stamp: FileStamp }[] = [];
    for (const { kind, name } of await disk.list(folder)) {
      if (kind === 'link') this.#complainOfLink(name);
      if (kind !== 'file' || isTemporary(name)) continue;
      // One after the other: on a drive that hangs, this folder must not use up the threads of all the others.
      const stamp = await disk.stamp(folder, name);
      if (stamp !== null) found.push({ name, stamp });
    }
    return found;
  }

  #complainOfLink(name: FileName): void {
    if (this.#links.has(name)) return;
    this.#links.add(name);
    this.#environment.log.warn(
      { source: this.#source.id, file: displayName(name) },
      'a symbolic link in a watched folder is not followed',
    );
  }

  /** Several at once, but handed over in the order given. */
  async #takeAll(files: readonly StillFile[]): Promise<Look> {
    let look = quietLook;
    let next = 0;
    let tail: Promise<unknown> = Promise.resolve();
    const work = async (): Promise<void> => {
      for (;;) {
        const file = this.#stopped || look.storeClosed ? undefined : files[next++];
        if (file === undefined) return;
        const before = tail;
        const { promise: passed, resolve: pass } = Promise.withResolvers<void>();
        tail = Promise.all([before, passed]);
        try {
          const taken = await takeFile(file, { mine: before.then(() => undefined), pass }, this.#taking);
          this.#note(file, taken);
          look = lookWith(look, taken);
        } finally {
          pass();
        }
      }
    };
    await Promise.all(Array.from({ length: this.#environment.limits.folderDeliveries }, work));
    return look;
  }

  #note(file: StillFile, taken: Taken): void {
    const { limits, log, timers } = this.#environment;
    const facts = { source: this.#source.id, file: displayName(file.name) };
    switch (taken.type) {
      case 'processed':
        log.info({ ...facts, new: taken.receipt.new, items: taken.receipt.itemCount }, 'took a file in');
        break;
      case 'failed':
        log.warn({ ...facts, ...taken.error.facts, code: taken.error.code }, taken.error.message);
        break;
      case 'changed':
        this.#stillness.forget(file.name);
        break;
      case 'postponed': {
        const wait = backOff(file.attempts + 1, limits.folderRetry, limits.folderRetryCeiling);
        this.#stillness.postpone(file.name, wait, timers.monotonic());
        log.warn({ ...facts, ...taken.error.facts, code: taken.error.code }, taken.error.message);
        break;
      }
      case 'store-closed':
        log.warn({ ...facts, ...taken.error.facts, code: taken.error.code }, taken.error.message);
        break;
    }
  }

  #nextWait(): number {
    const { clock, limits, timers } = this.#environment;
    if (this.#spoilt > 0) {
      const wait = backOff(this.#spoilt, limits.folderRetry, limits.folderRetryCeiling);
      return jittered(wait, limits.jitter, clock);
    }
    const now = timers.monotonic();
    const ready = this.#stillness.nextReady(now);
    return ready === null ? limits.scan : Math.min(limits.scan, ready - now);
  }

  /** Saves the state when there is something to tell, and now and then when there is not. */
  async #tell(look: Look, wait: number): Promise<void> {
    const { clock, limits, states, timers } = this.#environment;
    const before = states.get(this.#source.id);
    const due = timers.monotonic() - this.#savedAt >= limits.folderStateEvery;
    if (!due && !isEventful(look, before)) return;
    this.#savedAt = timers.monotonic();
    const now = clock.now();
    const nextLook = this.#spoilt > 0 ? isoTime(now + wait) : null;
    await states.save(stateAfterLook(before, look, isoTime(now), nextLook));
  }

  /** Where watching is not possible (network drives, no watches left) the regular looks do alone. */
  #openDoorbell(): void {
    if (this.#doorbell !== null || this.#spoilt > 0) return;
    const { limits, log } = this.#environment;
    try {
      this.#doorbell = watch(
        this.#source.transport.path,
        { persistent: false, encoding: 'buffer' },
        (_event, name) => {
          if (this.#spoilt === 0 && name !== null && rings(name.toString('latin1')))
            this.#lookIn(limits.doorbell);
        },
      );
      this.#doorbell.on('error', () => this.#closeDoorbell());
    } catch (error) {
      log.info(
        { source: this.#source.id, code: systemCode(error) },
        'a folder can only be looked at regularly',
      );
    }
  }

  #closeDoorbell(): void {
    this.#doorbell?.close();
    this.#doorbell = null;
  }
}

/** Our own moves ring too; they are not news. */
const rings = (name: FileName): boolean =>
  !isTemporary(name) && !name.startsWith('.') && name !== 'processed' && name !== 'failed';

function lookWith(look: Look, taken: Taken): Look {
  const receipt = taken.type === 'store-closed' ? null : taken.receipt;
  const isNews = receipt?.new === true;
  return {
    delivered: look.delivered + (receipt === null ? 0 : 1),
    news: look.news + (isNews ? 1 : 0),
    items: look.items || (isNews && receipt.itemCount > 0),
    failed: taken.type === 'failed' ? taken.error : look.failed,
    storeClosed: look.storeClosed || taken.type === 'store-closed',
    trouble: taken.type === 'postponed' || taken.type === 'store-closed' ? taken.error : look.trouble,
  };
}

function folderTrouble(path: string, error: unknown): StetError {
  const cause = systemCode(error);
  if (hasCode(error, 'ENOENT', 'ENOTDIR')) {
    return new StetError('folder-missing', `There is no folder ${path}`, { cause });
  }
  if (hasCode(error, 'EACCES', 'EPERM')) {
    return new StetError('folder-forbidden', `The folder ${path} may not be read`, { cause });
  }
  return new StetError(
    'folder-unreadable',
    `The folder ${path} can't be read (${cause ?? 'no code given'})`,
    { cause },
  );
}
