/** The files of a package as a page is given them: a folder, a ZIP, or what was dropped. */

import type { Bytes } from "../bytes.ts";
import { readZip } from "../shv1/zip_stored.ts";
import type { Entry } from "../shv1/zip_stored.ts";

/** A file, and where it lies under what was chosen. */
export interface Placed {
  readonly path: string;
  readonly file: File;
}

/** Reads what was chosen to a package's entries; one file is taken for a ZIP. */
export async function entriesOf(placed: readonly Placed[]): Promise<Entry[]> {
  const [only] = placed;
  if (only !== undefined && placed.length === 1 && !only.path.includes("/")) {
    return readZip(await bytesOf(only.file));
  }
  const entries: Entry[] = [];
  for (const { path, file } of placed) {
    // The chosen folder's own name is no part of a file's.
    entries.push({ name: path.slice(path.indexOf("/") + 1), data: await bytesOf(file) });
  }
  return entries;
}

/** Gives the files of a file input. */
export function chosen(files: Iterable<File>): Placed[] {
  return [...files].map((file) => ({ path: file.webkitRelativePath || file.name, file }));
}

/** Gives the files of a drop: one ZIP, or one folder with all that is in it. */
export async function dropped(transfer: DataTransfer): Promise<Placed[]> {
  // The items are gone once this function waits, so all of them are taken first.
  const roots = [...transfer.items].flatMap((item) => item.webkitGetAsEntry() ?? []);
  const found: Placed[] = [];
  for (const root of roots) await gather(root, root.name, found);
  return found;
}

async function gather(entry: FileSystemEntry, path: string, found: Placed[]): Promise<void> {
  if (entry.isFile) {
    const file = await new Promise<File>((resolve, reject) => {
      (entry as FileSystemFileEntry).file(resolve, reject);
    });
    found.push({ path, file });
    return;
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  for (;;) {
    // A browser gives a hundred at a time.
    const inside = await new Promise<FileSystemEntry[]>((resolve, reject) => {
      reader.readEntries(resolve, reject);
    });
    if (inside.length === 0) return;
    for (const each of inside) await gather(each, `${path}/${each.name}`, found);
  }
}

async function bytesOf(file: File): Promise<Bytes> {
  return new Uint8Array(await file.arrayBuffer());
}
