/** The main process of Electron: opens a window that loads its files by the app's own scheme. The window has no Node. */
import { app, BrowserWindow, protocol } from "electron";
import { respond } from "./respond.js";

// before the app is ready
protocol.registerSchemesAsPrivileged([
  { scheme: "app", privileges: { standard: true, secure: true, supportFetchAPI: true } },
]);
await app.whenReady();
protocol.handle("app", respond);
const window = new BrowserWindow({
  webPreferences: { nodeIntegration: false, contextIsolation: true, sandbox: true },
});
await window.loadURL("app://chainrule/index.html");
app.on("window-all-closed", () => app.quit());
