/** The server's side: writes dist/index.html. */
import { mkdirSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { render } from "./component.js";

const page = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width" />
    <title>Chainrule rendered on a server</title>
    <link rel="icon" href="data:," />
    <script type="module" src="client.js"></script>
  </head>
  <body>
    <main id="component">${render()}</main>
  </body>
</html>
`;
const folder = resolve(import.meta.dirname, "dist");
mkdirSync(folder, { recursive: true });
writeFileSync(resolve(folder, "index.html"), page);
