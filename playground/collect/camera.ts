/** The camera: asks for it, says why it cannot be used, and reduces its pictures to the grid of the samples. */
import { writePicture } from "../../src/readers/images/picture.js";
import { padSide } from "../views/pad.js";

/** refused: by the user or the page. absent: no camera. busy: another program has it. insecure: the page is not on https. */
export type CameraProblem = "refused" | "absent" | "busy" | "insecure" | "failed";

export type CameraAnswer =
  { stream: MediaStream; problem: null } | { stream: null; problem: CameraProblem; detail: string };

/** Side of the square that is cut out of a frame, in pixels. */
const cutSide = 224;

/** Names of errors of `getUserMedia` [W3C Media Capture and Streams, 10.2]. */
const problems: Readonly<Record<string, CameraProblem>> = {
  NotAllowedError: "refused",
  SecurityError: "refused",
  NotFoundError: "absent",
  OverconstrainedError: "absent",
  NotReadableError: "busy",
  AbortError: "busy",
};

/** Asks the user for the camera. Never rejects. @param devices of the browser; missing on pages without https */
export async function openCamera(
  devices: Pick<MediaDevices, "getUserMedia"> | undefined,
): Promise<CameraAnswer> {
  if (!devices) return { stream: null, problem: "insecure", detail: "" };
  try {
    const stream = await devices.getUserMedia({ video: { width: 480, height: 360 }, audio: false });
    return { stream, problem: null };
  } catch (error) {
    const { name, message } = error as Error;
    return { stream: null, problem: problems[name] ?? "failed", detail: message };
  }
}

/** Ends all tracks, so that the light of the camera goes out. */
export function closeCamera(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop();
}

/**
 * Reduces a square picture to the grid of the samples: grey, each pixel the mean of its area, dark as ink.
 *
 * @param rgba [side × side × 4] bytes
 * @returns [28 · 28] bytes, 0 white to 255 black
 */
export function gridOfPicture(rgba: ArrayLike<number>, side: number): Uint8Array {
  const data = new Uint8Array(3 * side * side);
  for (let pixel = 0; pixel < side * side; pixel++) {
    for (let channel = 0; channel < 3; channel++) data[3 * pixel + channel] = rgba[4 * pixel + channel]!;
  }
  const grid = new Uint8Array(padSide * padSide);
  const shape = { width: padSide, height: padSide, channels: 1 } as const;
  writePicture({ width: side, height: side, channels: 3, data }, shape, grid);
  return grid.map((grey) => 255 - grey);
}

/** The middle square of the current frame as a sample; null before the first frame. */
export function frameOf(video: HTMLVideoElement, canvas: HTMLCanvasElement): Uint8Array | null {
  const { videoWidth: width, videoHeight: height } = video;
  if (width === 0 || height === 0) return null;
  const side = Math.min(width, height);
  canvas.width = canvas.height = cutSide;
  const context = canvas.getContext("2d", { willReadFrequently: true })!;
  context.drawImage(video, (width - side) / 2, (height - side) / 2, side, side, 0, 0, cutSide, cutSide);
  return gridOfPicture(context.getImageData(0, 0, cutSide, cutSide).data, cutSide);
}
