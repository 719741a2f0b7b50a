/** Saves bytes as a file of the user's, and copies text to the clipboard. */
import type { MadeFile } from "./dataFiles.js";

/** The address of a download is freed after this time: browsers start it in a later task. */
const mostMs = 30_000;

/** Lets the browser save a file under its name. */
export function download({ name, type, content }: MadeFile): void {
  const parts = typeof content === "string" ? content : (content.slice() as Uint8Array<ArrayBuffer>);
  const address = URL.createObjectURL(new Blob([parts], { type }));
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address), mostMs);
}

/**
 * Copies text to the clipboard. @returns whether it worked; browsers refuse on pages without https
 */
export async function copyToClipboard(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}
