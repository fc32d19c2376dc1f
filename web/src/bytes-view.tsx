// An arrival's bytes as they came, as text or hexadecimal, more of them on demand.

import { useEffect, useRef, useState } from 'preact/hooks';
import { bytesUrl, fetchBytes, reasonOf } from './api.ts';
import { CHARSETS, decode, hexRows } from './bytes.ts';
import { messages } from './messages.ts';

const PART = 64 * 1024;
/** The most that the server gives in one answer. */
const WHOLE = 1024 * 1024;

/** `find`: words of the item by which its place in the arrival is found, the most telling first. */
export function BytesView({ arrival, find }: { arrival: number; find: readonly string[] }) {
  const [bytes, setBytes] = useState<Uint8Array | null>(null);
  const [more, setMore] = useState(false);
  const [failed, setFailed] = useState<string | null>(null);
  const [hex, setHex] = useState(false);
  const [charset, setCharset] = useState<string>('utf-8');

  async function load(before: Uint8Array): Promise<void> {
    try {
      const part = await fetchBytes(arrival, before.length, PART);
      setBytes(joined(before, part));
      setMore(part.length === PART);
      setFailed(null);
    } catch (error) {
      setFailed(reasonOf(error));
    }
  }
  // only another arrival starts afresh
  useEffect(() => {
    setBytes(null);
    void load(new Uint8Array());
  }, [arrival]);

  return (
    <div class="bytes">
      <div class="toolbar">
        <span class="quiet">
          {messages.arrival} {arrival}
        </span>
        <ViewSwitch hex={hex} onChange={setHex} />
        {!hex && (
          <label class="inline-field">
            {messages.readAs}
            <select value={charset} onChange={(event) => setCharset(event.currentTarget.value)}>
              {CHARSETS.map((name) => (
                <option key={name}>{name}</option>
              ))}
            </select>
          </label>
        )}
        <a class="button" href={bytesUrl(arrival, 0, WHOLE)} download={`arrival-${arrival}.bin`}>
          {messages.saveBytes}
        </a>
      </div>
      {failed !== null && <p class="failure">{messages.bytesFailed(failed)}</p>}
      {bytes !== null && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        <section class="dump" tabIndex={0} aria-label={messages.tabs.source}>
          <pre>
            {hex ? hexRows(bytes, 0).join('\n') : <Marked text={decode(bytes, charset)} find={find} />}
          </pre>
        </section>
      )}
      {bytes !== null && (
        <p class="quiet">
          {messages.bytesShown(bytes.length)}{' '}
          {more && (
            <button type="button" onClick={() => void load(bytes)}>
              {messages.loadMore}
            </button>
          )}
        </p>
      )}
    </div>
  );
}

/** The text with the item's place marked and brought into view. */
function Marked({ text, find }: { text: string; find: readonly string[] }) {
  const place = useRef<HTMLElement>(null);
  const word = find.find((candidate) => candidate !== '' && text.includes(candidate));
  useEffect(() => place.current?.scrollIntoView({ block: 'center' }), []);
  if (word === undefined) return <>{text}</>;
  const at = text.indexOf(word);
  return (
    <>
      {text.slice(0, at)}
      <mark class="place" ref={place} title={messages.placeInArrival}>
        {word}
      </mark>
      {text.slice(at + word.length)}
    </>
  );
}

export function ViewSwitch({ hex, onChange }: { hex: boolean; onChange: (hex: boolean) => void }) {
  return (
    <fieldset class="switch">
      <legend class="visually-hidden">{messages.view}</legend>
      <button type="button" aria-pressed={!hex} onClick={() => onChange(false)}>
        {messages.asText}
      </button>
      <button type="button" aria-pressed={hex} onClick={() => onChange(true)}>
        {messages.asHex}
      </button>
    </fieldset>
  );
}

function joined(a: Uint8Array, b: Uint8Array): Uint8Array {
  const whole = new Uint8Array(a.length + b.length);
  whole.set(a);
  whole.set(b, a.length);
  return whole;
}
