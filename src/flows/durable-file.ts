// A small file that is replaced as a whole: what a witness or a monitor must not forget.

import { open, rename } from 'node:fs/promises';
import { dirname } from 'node:path';

/** Durable when it resolves. A crash at any moment leaves the old text or the new one, never a part; only its owner can read it. */
export async function replaceFile(file: string, text: string): Promise<void> {
  const fresh = `${file}.new`;
  const handle = await open(fresh, 'w', 0o600);
  try {
    // The mode above counts only where the file is made.
    await handle.chmod(0o600);
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(fresh, file);
  // Until the directory is synced too, a power cut may bring the old file back.
  const directory = await open(dirname(file), 'r');
  try {
    await directory.sync();
  } finally {
    await directory.close();
  }
}
