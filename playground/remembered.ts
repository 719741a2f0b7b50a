/** What the browser remembers for the next visit, in its local storage. If the browser refuses, nothing is remembered. */

export function remembered(name: string): string | null {
  try {
    return localStorage.getItem(`chainrule-${name}`);
  } catch {
    return null;
  }
}

/** @param value null removes it */
export function remember(name: string, value: string | null): void {
  try {
    if (value === null) localStorage.removeItem(`chainrule-${name}`);
    else localStorage.setItem(`chainrule-${name}`, value);
  } catch {
    // refused
  }
}
