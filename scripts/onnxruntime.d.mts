/** Types of onnxruntime.mjs. */

/** Of what onnxruntime's packages have, what the tests use. */
export interface Runtime {
  InferenceSession: { create(bytes: Uint8Array, options: object): Promise<Session> };
  Tensor: new (type: string, data: unknown, shape: readonly number[]) => unknown;
}
export interface Session {
  run(feeds: Record<string, unknown>, options?: object): Promise<Record<string, Output>>;
  release(): Promise<void>;
}
export interface Output {
  data: ArrayLike<number> & ArrayLike<string>;
  dims: readonly number[];
  type: string;
}

export function installedRuntimes(): { name: string; load: () => Runtime }[];
