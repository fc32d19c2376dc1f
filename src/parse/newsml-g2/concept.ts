// QCodes, URIs and literals (NewsML-G2 §"QCodes": alias, colon, code; the alias is resolved through the item's catalogs).

import type { XmlElement } from '../xml/element.ts';
import { attribute } from './elements.ts';
import { IPTC_CATALOG } from './iptc-catalog.ts';

/** What a QCode, URI or literal stands for. */
export interface Concept {
  /** Scheme URI; the alias where no catalog at hand resolves it; `null` for a literal. */
  readonly scheme: string | null;
  readonly code: string;
  /** True where `scheme` is a URI. */
  readonly resolved: boolean;
}

/** Alias to scheme URI: what the item's own `catalog` elements say, before what IPTC's catalogs say. */
export class Catalogs {
  readonly #own = new Map<string, string>();

  /** Reads `catalog/scheme` (alias, uri). `catalogRef` is never fetched. */
  add(catalog: XmlElement): void {
    for (const scheme of catalog.children) {
      if (typeof scheme === 'string' || scheme.local !== 'scheme') continue;
      const { alias, uri } = scheme.attributes;
      if (alias !== undefined && uri !== undefined && alias !== '' && uri !== '')
        this.#own.set(alias, uri.trim());
    }
  }

  /** A copy that can be added to without changing this one. */
  inner(): Catalogs {
    const inner = new Catalogs();
    for (const [alias, uri] of this.#own) inner.#own.set(alias, uri);
    return inner;
  }

  resolve(qcode: string): Concept {
    const colon = qcode.indexOf(':');
    if (colon <= 0) return { scheme: null, code: qcode, resolved: false };
    const alias = qcode.slice(0, colon);
    const uri = this.#own.get(alias) ?? IPTC_CATALOG.get(alias);
    return { scheme: uri ?? alias, code: qcode.slice(colon + 1), resolved: uri !== undefined };
  }

  /** The concept that an element names by `qcode`, else by `uri`, else by `literal`. */
  conceptOf(element: XmlElement, qcode = 'qcode', uri = 'uri'): Concept | null {
    const written = attribute(element, qcode);
    if (written !== null) return this.resolve(written);
    const address = attribute(element, uri);
    if (address !== null) return conceptOfUri(address);
    const literal = attribute(element, 'literal');
    return literal === null ? null : { scheme: null, code: literal, resolved: false };
  }

  /** Codes of a list of QCodes (`role`, `rendition`), lower case, without their schemes. */
  codesOf(element: XmlElement, name: string): string[] {
    const written = attribute(element, name) ?? attribute(element, `${name}uri`);
    if (written === null) return [];
    return written.split(/\s+/).map((one) => codeOf(one).toLowerCase());
  }
}

/** `http://cv.iptc.org/newscodes/pubstatusg2/usable`: all up to the last slash or number sign is the scheme. */
export function conceptOfUri(uri: string): Concept {
  const end = Math.max(uri.lastIndexOf('/'), uri.lastIndexOf('#')) + 1;
  if (end <= 0 || end === uri.length) return { scheme: null, code: uri, resolved: false };
  return { scheme: uri.slice(0, end), code: uri.slice(end), resolved: true };
}

const codeOf = (written: string): string =>
  /^https?:/i.test(written) ? conceptOfUri(written).code : written.slice(written.lastIndexOf(':') + 1);
