// How a command that runs for long is told to stop: once to finish, twice to end at once.

/** Milliseconds in which a second signal is the same one: a terminal sends it to the launcher too, which hands it on. */
const ECHO = 500;

/** Calls `stop` at the first SIGINT or SIGTERM; a later one ends the process. */
export function onInterruption(stop: () => void): void {
  let asked: number | null = null;
  const heard = (signal: NodeJS.Signals): void => {
    const now = performance.now();
    if (asked === null) {
      asked = now;
      stop();
    } else if (now - asked > ECHO) process.exit(signal === 'SIGINT' ? 130 : 143);
  };
  process.on('SIGINT', heard);
  process.on('SIGTERM', heard);
}
