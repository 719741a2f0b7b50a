/** Names of the pictures. */
export const screenNames: string[];
/** The file of a picture. */
export function screenFile(name: string, theme: "light" | "dark"): string;
/** All files that the script makes. */
export const screenFiles: string[];
