/** The playground begins here: choices from the link, a session of them, and the page around it. */
import "./style.css";
import { render } from "preact";
import { App } from "./app.js";
import { isolate } from "./isolation.js";
import { firstLanguage } from "./language.js";
import { readLink } from "./link.js";
import { createSession } from "./session.js";

void isolate(); // may load the page once more, as soon as the service worker is there
const { choices, language, complaints } = readLink(location.hash);
const session = await createSession(choices, { language: firstLanguage(language) });
render(<App session={session} complaints={complaints} />, document.getElementById("app")!);
