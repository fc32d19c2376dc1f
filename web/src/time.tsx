// Times in the reader's zone; the exact time in UTC on pointing at them.

const clock = new Intl.DateTimeFormat(undefined, {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hourCycle: 'h23',
});
const dayAndClock = new Intl.DateTimeFormat(undefined, {
  day: 'numeric',
  month: 'short',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
});
const whole = new Intl.DateTimeFormat(undefined, {
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hourCycle: 'h23',
});

/** `at` is ISO 8601. `long` gives the date as well, always. */
export function Time({ at, long = false }: { at: string; long?: boolean }) {
  const date = new Date(at);
  if (Number.isNaN(date.getTime())) return <span>{at}</span>;
  const format = long ? whole : isToday(date) ? clock : dayAndClock;
  return (
    <time
      dateTime={at}
      title={`${date.toISOString().replace('T', ' ').replace('.000Z', '').replace('Z', '')} UTC`}
    >
      {format.format(date)}
    </time>
  );
}

const isToday = (date: Date): boolean => date.toDateString() === new Date().toDateString();
