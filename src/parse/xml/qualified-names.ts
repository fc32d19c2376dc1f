// What Namespaces in XML 1.0 (third edition) and 1.1 demand of a start tag beyond XML: §3 reserved names, §4 qualified names, §5 prefixes
// declared, §6.3 attributes unique. Feeds are not held to it.

const XML = 'http://www.w3.org/XML/1998/namespace';
const XMLNS = 'http://www.w3.org/2000/xmlns/';

type Attributes = Readonly<Record<string, string>>;

/**
 * What is wrong with the names of a start tag, or `null`. `prefixes` are those in force inside it; a prefix that was taken back
 * (`xmlns:a=""`, only in 1.1) has an empty name.
 */
export function namesFault(
  name: string,
  attributes: Attributes,
  prefixes: ReadonlyMap<string, string>,
  version: string,
): string | null {
  const own = prefixFault(name, prefixes);
  if (own !== null) return own;
  let prefixed = 0;
  for (const key in attributes) {
    if (!key.includes(':')) {
      if (key === 'xmlns') {
        const value = attributes[key];
        if (value === XML || value === XMLNS) return `${value} cannot be the default namespace`;
      }
      continue;
    }
    const fault = key.startsWith('xmlns:')
      ? declarationFault(key, attributes[key] ?? '', version)
      : prefixFault(key, prefixes);
    if (fault !== null) return fault;
    prefixed += 1;
  }
  return prefixed < 2 ? null : doubledFault(attributes, prefixes);
}

function prefixFault(name: string, prefixes: ReadonlyMap<string, string>): string | null {
  const colon = name.indexOf(':');
  if (colon < 0) return null;
  const prefix = name.slice(0, colon);
  if (colon === 0 || colon === name.length - 1 || name.includes(':', colon + 1))
    return `${name} is no qualified name`;
  if (prefix === 'xml') return null;
  return prefixes.get(prefix) ? null : `the prefix ${prefix} of ${name} is not declared`;
}

function declarationFault(name: string, uri: string, version: string): string | null {
  const prefix = name.slice('xmlns:'.length);
  if (prefix === '' || prefix.includes(':')) return `${name} is no qualified name`;
  if (prefix === 'xmlns' || uri === XMLNS) return 'the prefix xmlns cannot be declared';
  if ((prefix === 'xml') !== (uri === XML)) return `${name} changes what the prefix xml stands for`;
  return uri === '' && version !== '1.1' ? `${name} declares nothing` : null;
}

function doubledFault(attributes: Attributes, prefixes: ReadonlyMap<string, string>): string | null {
  const seen = new Set<string>();
  for (const name in attributes) {
    const colon = name.indexOf(':');
    if (colon < 0 || name.startsWith('xmlns:')) continue;
    const expanded = `${prefixes.get(name.slice(0, colon))} ${name.slice(colon + 1)}`;
    if (seen.has(expanded)) return `${name} stands twice`;
    seen.add(expanded);
  }
  return null;
}
