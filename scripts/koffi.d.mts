export function koffiPackages(): string | null;
export function whyNoMpi(): string | null;
