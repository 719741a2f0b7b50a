/** What an action says when it is refused, whole: `DataError: iris.csv line 3: …`. For the tests of messages. */
export async function failure(action: () => unknown): Promise<string> {
  try {
    await action();
  } catch (error) {
    return String(error);
  }
  throw new Error("expected an error, got none");
}
