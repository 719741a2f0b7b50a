/** Opens files that are dropped anywhere on the page, and says so while a file is held over it. */
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { PlaygroundSession } from "../session.js";
import { isHidden } from "../view.js";
import { dataWords } from "./dataFields.words.js";
import { openInPage } from "./fileOpening.js";

/** Time without a move of the file after which it has left the page: browsers repeat the event at least twice a second. */
const leftAfterMs = 700;

const hasFiles = (event: DragEvent) => event.dataTransfer?.types.includes("Files") === true;

export function DropAnywhere({ session }: { session: PlaygroundSession }) {
  const isOver = useSignal(false);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const leave = () => (isOver.value = false);
    const over = (event: DragEvent) => {
      // the browser would show a dropped file instead of this page
      event.preventDefault();
      // a link can hide the settings of the data: then they stay as they are
      if (!hasFiles(event) || isHidden("data")) return;
      isOver.value = true;
      clearTimeout(timer);
      timer = setTimeout(leave, leftAfterMs);
    };
    const drop = (event: DragEvent) => {
      event.preventDefault();
      leave();
      if (!isHidden("data")) void openInPage(session, [...(event.dataTransfer?.files ?? [])]);
    };
    addEventListener("dragover", over);
    addEventListener("drop", drop);
    return () => {
      clearTimeout(timer);
      removeEventListener("dragover", over);
      removeEventListener("drop", drop);
    };
  }, [session]);
  if (!isOver.value) return null;
  return (
    <div class="drop-anywhere" aria-hidden="true">
      <p>{dataWords[session.language.value].dropAnywhere}</p>
    </div>
  );
}
