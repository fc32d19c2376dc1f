// Reads a text/event-stream (HTML Living Standard §9.2.6) piece by piece. Pieces may end anywhere, also within a line.

export interface ServerEvent {
  readonly id: string;
  readonly data: string;
}

/** Gives a function that takes the next piece and returns the events it completed. */
export function createSseParser(): (piece: string) => ServerEvent[] {
  let rest = '';
  let id = '';
  let data: string[] = [];

  return (piece) => {
    const events: ServerEvent[] = [];
    const lines = (rest + piece).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) {
      if (line !== '') take(line);
      else if (data.length > 0) {
        events.push({ id, data: data.join('\n') });
        data = [];
      }
    }
    return events;
  };

  function take(line: string): void {
    const colon = line.indexOf(':');
    const field = colon === -1 ? line : line.slice(0, colon);
    const value = colon === -1 ? '' : line.slice(colon + 1).replace(/^ /, '');
    if (field === 'data') data.push(value);
    if (field === 'id') id = value;
  }
}
