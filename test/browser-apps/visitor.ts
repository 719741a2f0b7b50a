/**
 * What tests ask of the playground inside the page: looking there costs no messages between processes. `playgroundVisit.ts`
 * loads it before the page's own scripts.
 */

declare global {
  var visitor: Visitor;
}

export interface Visitor {
  /** The value of a figure in the transport bar: "Loss", "Test accuracy" …; "" where there is none. */
  figure(name: string): string;
  /** The number of epochs in the transport bar. */
  epoch(): number;
  /** Waits for changes of the page until something holds. @throws Error after 20 seconds, with `what` */
  until(holds: () => boolean, what: string): Promise<void>;
  /** Waits until the figures are the same for 5 frames: those of the last update have come then. */
  settled(): Promise<void>;
  /** Presses the button "Epoch", and waits until that many more epochs are trained, one after the other. */
  trainEpochs(count: number): Promise<void>;
}

/** Runs in the page, so it uses nothing from outside. */
export function makeVisitor(): void {
  const figure = (name: string) => {
    const all = [...document.querySelectorAll(".status > div")];
    const one = all.find((each) => each.querySelector("dt")!.textContent === name);
    return one?.querySelector("dd")!.textContent.trim() ?? "";
  };
  const epoch = () => Number(figure("Epoch").replace(/\D/g, ""));
  const until = (holds: () => boolean, what: string) =>
    new Promise<void>((resolve, reject) => {
      const end = (settle: () => void) => {
        observer.disconnect();
        clearTimeout(late);
        settle();
      };
      const look = () => {
        if (holds()) end(resolve);
      };
      const observer = new MutationObserver(look);
      const late = setTimeout(() => end(() => reject(new Error(`${what}: not within 20 s`))), 20_000);
      observer.observe(document, { subtree: true, childList: true, characterData: true, attributes: true });
      look();
    });
  const nextFrame = () => new Promise((resolve) => requestAnimationFrame(resolve));
  const settled = async () => {
    const text = () => document.querySelector(".status")!.textContent;
    for (let frames = 0, before = ""; frames < 5; frames++) {
      if (text() !== before) frames = 0;
      before = text();
      await nextFrame();
    }
  };
  const trainEpochs = async (count: number) => {
    // what was chosen just now is shown from the next frame on
    await nextFrame();
    await nextFrame();
    const buttons = [...document.querySelectorAll<HTMLElement>(".transport-buttons button")];
    const button = buttons.find((one) => one.textContent.trim() === "Epoch")!;
    for (let done = epoch(), end = done + count; done < end;) {
      button.click();
      const wanted = ++done;
      await until(() => epoch() === wanted, `epoch ${wanted}`);
    }
    await settled();
  };
  globalThis.visitor = { figure, epoch, until, settled, trainEpochs };
}
