/** The playground begins here: choices from the link, a session of them, and the page around it. */
import "./style.css";
import { signal } from "@preact/signals";
import { render } from "preact";
import { followAddress } from "./address.js";
import { App } from "./app.js";
import { isolate } from "./isolation.js";
import { firstLanguage } from "./pageLanguage.js";
import { readLink } from "./link.js";
import { createSession } from "./session.js";

void isolate(); // may load the page once more, as soon as the service worker is there
const link = readLink(location.hash);
const complaints = signal<readonly string[]>(link.complaints);
const session = await createSession(link.choices, { language: firstLanguage(link.language) });
followAddress(session, complaints);
render(<App session={session} complaints={complaints} />, document.getElementById("app")!);
// a file that misses its place is not to be shown instead of this page
for (const name of ["dragover", "drop"]) addEventListener(name, (event) => event.preventDefault());
