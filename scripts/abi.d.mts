/** The binary interface of a module; test/repository/abi.json is a snapshot of it. */
export function interfaceOf(name: string): Promise<Record<string, unknown>>;
export function makeAbi(): Promise<Record<string, string>>;
