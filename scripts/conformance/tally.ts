// What a run over one set found, and how it is printed.

export interface Miss {
  readonly file: string;
  readonly expectation: string;
  readonly got: string;
}

/** Fields named in the line of what is not kept. */
const FIELDS_LISTED = 30;

export class Tally {
  readonly set: string;
  files = 0;
  evaluated = 0;
  readonly misses: Miss[] = [];
  /** Expectations about what Stet does not keep, by field. */
  readonly notKept = new Map<string, number>();

  constructor(set: string) {
    this.set = set;
  }

  met(): void {
    this.evaluated += 1;
  }

  missed(miss: Miss): void {
    this.evaluated += 1;
    this.misses.push(miss);
  }

  leftOut(field: string): void {
    this.notKept.set(field, (this.notKept.get(field) ?? 0) + 1);
  }

  print(reasonOf: (miss: Miss) => string | null): void {
    const met = this.evaluated - this.misses.length;
    const share = this.evaluated === 0 ? 100 : (100 * met) / this.evaluated;
    const left = [...this.notKept.values()].reduce((sum, count) => sum + count, 0);
    console.log(`\n${this.set}`);
    console.log(
      `  files read ${this.files}, expectations evaluated ${this.evaluated}, met ${met} (${share.toFixed(2)} %), not kept ${left}`,
    );
    for (const miss of this.misses) {
      console.log(`  - ${miss.file}: ${miss.expectation}`);
      console.log(`      got ${miss.got}`);
      console.log(`      ${reasonOf(miss) ?? 'NOT EXPLAINED'}`);
    }
    if (left === 0) return;
    const fields = [...this.notKept]
      .sort(([, a], [, b]) => b - a)
      .map(([field, count]) => `${field} ${count}`);
    const rest = fields.length - FIELDS_LISTED;
    const shown = fields.slice(0, FIELDS_LISTED).join(', ');
    console.log(`  not kept, by field: ${shown}${rest > 0 ? ` and ${rest} more fields` : ''}`);
  }
}
