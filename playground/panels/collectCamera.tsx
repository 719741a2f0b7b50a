/** The picture of the camera as the source of images; where there is no camera it says why. */
import { type Signal, useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { type CameraProblem, closeCamera, frameOf, openCamera } from "../collect/camera.js";
import type { Session } from "../sessionTypes.js";
import { words } from "./collect.words.js";

/** Time between two pictures that the network is asked about. */
const lookEveryMs = 100;

interface CameraViewProps {
  session: Session;
  /** Receives the newest picture. */
  current: Signal<Uint8Array | null>;
}

export function CameraView({ session, current }: CameraViewProps) {
  const say = words[session.language.value];
  const video = useRef<HTMLVideoElement>(null);
  const state = useSignal<"starting" | "running" | CameraProblem>("starting");
  const attempt = useSignal(0);
  useEffect(() => {
    let stream: MediaStream | null = null;
    let timer: ReturnType<typeof setInterval> | undefined;
    let isOver = false;
    const canvas = document.createElement("canvas");
    state.value = "starting";
    void openCamera(navigator.mediaDevices as MediaDevices | undefined).then((answer) => {
      if (answer.stream && isOver) closeCamera(answer.stream);
      if (isOver) return;
      if (!answer.stream) {
        state.value = answer.problem;
        return;
      }
      stream = answer.stream;
      // the cable may be pulled
      stream.getTracks().forEach((track) => track.addEventListener("ended", () => (state.value = "absent")));
      video.current!.srcObject = stream;
      void video.current!.play().catch(() => {}); // it was removed before it played
      timer = setInterval(() => {
        const picture = video.current && frameOf(video.current, canvas);
        if (!picture) return;
        current.value = picture;
        state.value = "running";
      }, lookEveryMs);
    });
    return () => {
      isOver = true;
      clearInterval(timer);
      if (stream) closeCamera(stream);
      current.value = null;
    };
  }, [attempt.value]);
  const problem = state.value === "starting" || state.value === "running" ? null : state.value;
  return (
    <>
      <div class="draw-pad collect-video" hidden={problem !== null}>
        <video ref={video} muted playsInline aria-label={say.video} />
        {state.value === "starting" && <p>{say.starting}</p>}
      </div>
      {problem && (
        <>
          <p class="failure" role="alert">
            {say.problems[problem]}
          </p>
          <button type="button" onClick={() => attempt.value++}>
            {say.again}
          </button>
        </>
      )}
    </>
  );
}
