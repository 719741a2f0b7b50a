/** The entry point of the page: makes a session from the link and renders the page. */
import "../src/report/trace/math.css";
import "./style.css";
import { signal } from "@preact/signals";
import { render } from "preact";
import { followAddress, withLastSpeed } from "./address.js";
import { App } from "./app.js";
import { fitHistoryOf } from "./fitHistory.js";
import { isolate } from "./isolation.js";
import { firstLanguage } from "./pageLanguage.js";
import { readLink } from "./link.js";
import { createSession } from "./session.js";
import { view } from "./view.js";

void isolate(); // may reload the page when the service worker is ready
const link = readLink(location.hash);
const complaints = signal<readonly string[]>(link.complaints);
view.value = link.view;
const choices = withLastSpeed(link.choices, location.hash);
const session = await createSession(choices, {
  language: firstLanguage(link.language),
  linkedFile: link.file,
});
fitHistoryOf(session); // watches from the first update on
followAddress(session, complaints);
render(<App session={session} complaints={complaints} />, document.getElementById("app")!);
