/** Types of peers.mjs. */

export const peerHome: string;
export const peerPython: string;
export const ml5Script: string;
export function hasPeer(name: string): boolean;
