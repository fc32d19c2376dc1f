// Reading ahead: what will be wanted next is asked for while what was asked for before is worked on.

/** The results of `read` in the order of the inputs, `sideBySide` of them under way at once. */
export async function* ahead<Input, Output>(
  inputs: Iterable<Input>,
  sideBySide: number,
  read: (input: Input) => Promise<Output>,
): AsyncGenerator<Output> {
  const underWay: Promise<Output>[] = [];
  try {
    for (const input of inputs) {
      const reading = read(input);
      // It is awaited in its turn; failing before that is no news yet.
      reading.catch(() => undefined);
      underWay.push(reading);
      const first = underWay.length >= sideBySide ? underWay.shift() : undefined;
      if (first !== undefined) yield await first;
    }
    for (let next = underWay.shift(); next !== undefined; next = underWay.shift()) yield await next;
  } finally {
    // Nothing is left running behind the back of whoever stopped early.
    await Promise.allSettled(underWay);
  }
}
