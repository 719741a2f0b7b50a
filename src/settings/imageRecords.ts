/** Settings about folders of images. A model remembers both. */
import type { Setting } from "./kinds.js";

export const imageRecords = {
  imageSize: {
    scope: "file",
    type: "text",
    expected: "width and height in pixels, such as 28x28",
    usual: "the most frequent size, with at most 64 pixels across and down",
    flag: "--image-size <size>",
    meaning: "width and height to which all images of a folder are resized, 28x28",
  },
  imageColor: {
    scope: "file",
    type: "choice",
    names: ["grey", "rgb"],
    usual: "grey if all images of the folder are, else rgb",
    flag: "--image-color <color>",
    meaning: "whether a pixel is one number or three",
  },
} as const satisfies Readonly<Record<string, Setting>>;

/** Name of a setting about images. */
export type ImageSettingName = keyof typeof imageRecords;

export const imageSettingNames = Object.keys(imageRecords) as ImageSettingName[];
