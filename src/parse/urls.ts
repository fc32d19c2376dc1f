// Relative references made absolute. RFC 3986 as browsers read it (WHATWG URL).

/**
 * `reference` against `base`, or as it stands where it is absolute or there is no base. `null` when it is blank or when it
 * cannot be read as a URL at all.
 */
export function resolveUrl(reference: string, base: string | null): string | null {
  const trimmed = reference.trim();
  if (trimmed === '') return null;
  if (/^[a-z][a-z0-9+.-]*:/i.test(trimmed)) return trimmed;
  if (base === null) return trimmed;
  return URL.parse(trimmed, base)?.href ?? null;
}
