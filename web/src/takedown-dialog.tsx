// Before a story is erased: which one, what goes, what stays, and why. It can't be undone, so nothing here is a single key.

import { useEffect, useRef, useState } from 'preact/hooks';
import type { DeskItemView } from '../../src/http/desk/schema.ts';
import {
  LONGEST_NOTE,
  LONGEST_REFERENCE,
  TAKEDOWN_REASONS,
  type TakedownReason,
} from '../../src/model/takedown.ts';
import { reasonOf, takeDown } from './api.ts';
import { Icon } from './icons.tsx';
import { takeIn } from './items-store.ts';
import { messages } from './messages.ts';
import { showToast } from './say.ts';

interface TakedownDialogProps {
  readonly item: DeskItemView;
  readonly onClose: () => void;
}

export function TakedownDialog({ item, onClose }: TakedownDialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [reason, setReason] = useState<TakedownReason | ''>('');
  const [reference, setReference] = useState('');
  const [note, setNote] = useState('');
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState<string | null>(null);
  useEffect(() => dialog.current?.showModal(), []);

  async function erase(): Promise<void> {
    if (reason === '' || busy) return;
    setBusy(true);
    try {
      const { item: after, erased } = await takeDown(item.id, { reason, reference, note });
      takeIn(after);
      showToast(messages.takenDownDone(erased));
      onClose();
    } catch (error) {
      setFailed(messages.actFailed(reasonOf(error)));
      setBusy(false);
    }
  }

  return (
    <dialog ref={dialog} class="takedown" aria-labelledby="takedown-title" onClose={onClose}>
      <h2 id="takedown-title">{messages.takedown.title}</h2>
      <blockquote dir={item.direction ?? 'auto'} lang={item.language ?? undefined}>
        {item.title}
      </blockquote>
      <h3>{messages.takedown.goes}</h3>
      <ul>
        {messages.takedown.erased(item.versions).map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
      <h3>{messages.takedown.stays}</h3>
      <ul>
        {messages.takedown.kept.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void erase();
        }}
      >
        <label>
          {messages.takedown.reason}
          <select
            required
            value={reason}
            onChange={(event) =>
              setReason(TAKEDOWN_REASONS.find((one) => one === event.currentTarget.value) ?? '')
            }
          >
            <option value="">{messages.takedown.choose}</option>
            {TAKEDOWN_REASONS.map((one) => (
              <option key={one} value={one}>
                {messages.takedown.reasons[one]}
              </option>
            ))}
          </select>
        </label>
        <label>
          {messages.takedown.reference}
          <input
            type="text"
            required
            maxLength={LONGEST_REFERENCE}
            value={reference}
            onInput={(event) => setReference(event.currentTarget.value)}
          />
        </label>
        <label>
          {messages.takedown.note}
          <textarea
            rows={2}
            maxLength={LONGEST_NOTE}
            value={note}
            onInput={(event) => setNote(event.currentTarget.value)}
          />
        </label>
        {failed !== null && (
          <p class="failure" role="alert">
            {failed}
          </p>
        )}
        <p class="actions">
          <button type="button" onClick={() => dialog.current?.close()}>
            {messages.takedown.cancel}
          </button>
          <button type="submit" class="danger" aria-disabled={busy}>
            <Icon name="takedown" />
            {messages.takedown.confirm}
          </button>
        </p>
      </form>
    </dialog>
  );
}
