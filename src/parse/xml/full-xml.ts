// XML 1.0 and 1.1 by way of saxes (decision 0004): whatever the plain reader declines, and every fault with its place.
// No DTD is read, no entity expanded but XML's five and HTML's names, nothing fetched.

import { SaxesParser } from 'saxes';
import { problem } from '../failure.ts';
import { Records, type XmlOptions, type XmlSource } from './records.ts';

type PlainOptions = { position: false; xmlns: false };

export class FullXml {
  readonly records: Records;
  /** Why nothing more can be read. */
  broken: Error | null = null;
  readonly #source: XmlSource;
  readonly #parser = new SaxesParser<PlainOptions>({ position: false, xmlns: false });
  #unknownEntity: string | null = null;

  constructor(source: XmlSource, options: XmlOptions) {
    this.#source = source;
    const parser = this.#parser;
    const { text } = source.mended;
    // A line end that the parser held back counts twice at the very end.
    const position = (): number => Math.min(parser.position + source.start, text.length);
    const records = new Records(source, options, position);
    this.records = records;
    parser.ENTITIES = this.#entities();
    // saxes keeps handlers as properties of itself: with one more than these V8 gives it slow ones, and reading takes four times as long.
    parser.on('error', (error) => this.#fail(error));
    parser.on('opentagstart', () => records.startTag(text.lastIndexOf('<', position() - 1)));
    parser.on('attribute', (attribute) => records.attribute(attribute.name));
    parser.on('opentag', (tag) => records.open(tag.name, tag.attributes));
    parser.on('closetag', () => records.close());
    parser.on('text', (text) => records.text(text));
    parser.on('cdata', (text) => records.text(text));
  }

  write(slice: string): void {
    this.#guarded(() => this.#parser.write(slice));
  }

  close(): void {
    if (this.broken === null) this.#guarded(() => this.#parser.close());
  }

  /** Handlers stop the parser by throwing; what was complete by then stays among the records. */
  #guarded(step: () => void): void {
    try {
      step();
    } catch (error) {
      this.broken = error instanceof Error ? error : new Error(String(error));
    }
  }

  #entities(): Record<string, string> {
    const standard = this.#parser.ENTITIES;
    return new Proxy(standard, {
      get: (target, name) => {
        if (typeof name !== 'string') return undefined;
        const value = target[name] ?? this.#source.entity(name) ?? undefined;
        if (value === undefined) this.#unknownEntity = name;
        return value;
      },
    });
  }

  #fail(error: Error): never {
    if (this.#unknownEntity !== null) {
      const name = this.#unknownEntity;
      throw problem('entity-unknown', `&${name}; is not defined in XML or HTML`, this.records.place());
    }
    throw problem('xml-not-well-formed', error.message, this.records.place());
  }
}
