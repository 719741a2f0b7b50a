/** From bytes in the page to a file of the user's, and to the clipboard. */
import type { MadeFile } from "./dataFiles.js";

/** The address of a download is given back after so long: browsers begin at once, but not in the same task. */
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
 * Puts text on the clipboard. @returns whether it is there: pages without https may have to select it instead
 */
export async function copy(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}
