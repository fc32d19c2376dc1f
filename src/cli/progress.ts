// A progress bar on a terminal, plain lines elsewhere. On standard error, so that output can be piped.

const WIDTH = 28;
/** Milliseconds between drawings of the bar, and between plain lines. */
const REDRAW = 100;
const LINE = 5_000;

export interface Progress {
  /** @param total `null` while it is not known. */
  update(done: number, total: number | null, note: string): void;
  /** A line that stays, above the bar. */
  note(line: string): void;
  /** Takes the bar away. */
  end(summary: string): void;
}

export function openProgress(stream: NodeJS.WriteStream, now: () => number): Progress {
  const isBar = stream.isTTY === true;
  let last = Number.NEGATIVE_INFINITY;

  return {
    update(done, total, note) {
      if (now() - last < (isBar ? REDRAW : LINE)) return;
      last = now();
      stream.write(
        isBar ? `\r\x1b[K${bar(done, total, note, stream.columns)}` : `${counted(done, total)} ${note}\n`,
      );
    },
    note(line) {
      stream.write(`${isBar ? '\r\x1b[K' : ''}${line}\n`);
    },
    end(summary) {
      stream.write(`${isBar ? '\r\x1b[K' : ''}${summary}\n`);
    },
  };
}

function bar(done: number, total: number | null, note: string, columns: number): string {
  if (total === null || total === 0) return `${done} ${note}`.slice(0, columns - 1);
  const share = Math.min(1, done / total);
  const filled = Math.round(share * WIDTH);
  const drawn = `${'█'.repeat(filled)}${'░'.repeat(WIDTH - filled)}`;
  return `${drawn} ${String(Math.floor(share * 100)).padStart(3)} %  ${counted(done, total)}  ${note}`.slice(
    0,
    columns - 1,
  );
}

const counted = (done: number, total: number | null): string =>
  total === null ? String(done) : `${done}/${total}`;
