/** Pages, the units in which a WebAssembly memory grows. */

export const pageBytes = 65536;
/** The most pages that a memory can have: 4 GiB. */
export const mostPages = 65536;
