export function writeServiceWorker(folder: string): Promise<{ files: string[]; bytes: number }>;
