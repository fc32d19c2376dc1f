// The keys, what the decisions mean, and the switch for single-key shortcuts.

import { useEffect, useRef, useState } from 'preact/hooks';
import { Decision } from './decision.tsx';
import { singleKeys } from './keys.ts';
import { messages } from './messages.ts';

const ORDER = ['publish', 'hold', 'keep', 'refuse', 'spike', 'takedown'] as const;

export function HelpDialog({ open, onClose }: { open: boolean; onClose: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [on, setOn] = useState(singleKeys.on);
  useEffect(() => {
    if (open) dialog.current?.showModal();
    else dialog.current?.close();
  }, [open]);
  return (
    <dialog ref={dialog} class="help" aria-labelledby="help-title" onClose={onClose}>
      <h2 id="help-title">{messages.keyboard}</h2>
      <dl class="keys">
        {messages.keys.map(([key, what]) => (
          <div key={key}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{what}</dd>
          </div>
        ))}
      </dl>
      <label class="check">
        <input
          type="checkbox"
          checked={on}
          onChange={(event) => {
            singleKeys.set(event.currentTarget.checked);
            setOn(event.currentTarget.checked);
          }}
        />
        {messages.singleKeys}
      </label>
      <h2>{messages.legend}</h2>
      <dl class="keys">
        {ORDER.map((action) => (
          <div key={action}>
            <dt>
              <Decision action={action} />
            </dt>
            <dd>{messages.decisionMeaning[action]}</dd>
          </div>
        ))}
      </dl>
      <form method="dialog">
        <button type="submit">{messages.close}</button>
      </form>
    </dialog>
  );
}
