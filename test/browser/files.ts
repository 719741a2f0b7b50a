/**
 * `node:fs` for the golden examples where they run in a page: reads a file of the repository from the tests' server,
 * synchronously. Takes the place of Node's by an alias in vitest.config.ts.
 */
export function readFileSync(url: URL): string {
  const request = new XMLHttpRequest();
  request.open("GET", url, false);
  request.send();
  if (request.status !== 200) throw new Error(`${url.href}: the tests' server says ${request.status}.`);
  return request.responseText;
}
