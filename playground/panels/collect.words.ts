/** The words of the panel for collecting images. */
import type { CameraProblem } from "../collect/camera.js";
import type { Problem } from "../collect/collection.js";
import type { Language } from "../sessionTypes.js";

interface Words {
  title: string;
  local: string;
  source: string;
  draw: string;
  camera: string;
  padHint: string;
  pad: string;
  clear: string;
  video: string;
  starting: string;
  problems: Record<CameraProblem, string>;
  again: string;
  /** The first names of classes. */
  className: (number: number) => string;
  nameOf: (number: number) => string;
  add: (name: string) => string;
  hold: (name: string) => string;
  addShort: string;
  holdShort: string;
  count: (count: string) => string;
  removeClass: (name: string) => string;
  removePicture: (name: string, number: number) => string;
  addClass: string;
  train: string;
  why: Record<NonNullable<Problem>["why"], (number: number) => string>;
  trained: string;
  now: string;
  nothing: string;
  outputs: string;
  right: string;
  stale: string;
  csv: string;
  npy: string;
  model: string;
  close: string;
  fileName: string;
}

export const words: Record<Language, Words> = {
  en: {
    title: "Collect your own images, and train",
    local: "Everything stays on this device. The images are in this tab only: close it, and they are gone.",
    source: "Source of the images",
    draw: "Draw",
    camera: "Camera",
    padHint: "Draw with mouse, finger or pen.",
    pad: "Drawing pad",
    clear: "Clear",
    video: "The picture of the camera",
    starting: "Waiting for the camera …",
    problems: {
      refused: "The camera was refused. Allow it for this page in the browser's settings, or draw instead.",
      absent: "There is no camera here. Connect one, or draw instead.",
      busy: "Another program uses the camera. Close that program, or draw instead.",
      insecure:
        "Browsers give the camera to pages on https or localhost only. Open such an address, or draw instead.",
      failed: "The camera does not work. Try again, or draw instead.",
    },
    again: "Try again",
    className: (number) => `Class ${number}`,
    nameOf: (number) => `Name of class ${number}`,
    add: (name) => `Add the drawing to ${name}`,
    hold: (name) => `Photograph for ${name}: hold for several`,
    addShort: "Add",
    holdShort: "Hold to photograph",
    count: (count) => `${count} images`,
    removeClass: (name) => `Remove the class ${name}`,
    removePicture: (name, number) => `Remove image ${number} of ${name}`,
    addClass: "Add a class",
    train: "Train",
    why: {
      empty: (number) => `Class ${number} has no image yet.`,
      unnamed: (number) => `Class ${number} has no name.`,
      same: (number) => `Class ${number} has the name of another class.`,
    },
    trained: "What the network says now",
    now: "The network sees 28 × 28 grey pixels.",
    nothing: "Train first, then draw or show something.",
    outputs: "Outputs for the current image",
    right: "correct",
    stale: "There are new images. Train again to learn them.",
    csv: "Save the images (CSV)",
    npy: "Save the images (NPY)",
    model: "The trained model is under Export.",
    close: "Close",
    fileName: "My images",
  },
  zh: {
    title: "收集自己的图像并训练",
    local: "所有内容都留在本机。图像只在这个标签页中，关闭后即消失。",
    source: "图像来源",
    draw: "手绘",
    camera: "摄像头",
    padHint: "用鼠标、手指或笔来画。",
    pad: "画板",
    clear: "清除",
    video: "摄像头画面",
    starting: "正在等待摄像头……",
    problems: {
      refused: "摄像头被拒绝。请在浏览器设置中允许本页使用，或改用手绘。",
      absent: "没有找到摄像头。请连接摄像头，或改用手绘。",
      busy: "摄像头正被其他程序占用。请关闭该程序，或改用手绘。",
      insecure: "浏览器只允许 https 或 localhost 页面使用摄像头。请换用这样的地址，或改用手绘。",
      failed: "摄像头无法工作。请重试，或改用手绘。",
    },
    again: "重试",
    className: (number) => `类别 ${number}`,
    nameOf: (number) => `类别 ${number} 的名称`,
    add: (name) => `把图画加入 ${name}`,
    hold: (name) => `为 ${name} 拍照：按住可连拍`,
    addShort: "加入",
    holdShort: "按住拍照",
    count: (count) => `${count} 张图像`,
    removeClass: (name) => `删除类别 ${name}`,
    removePicture: (name, number) => `删除 ${name} 的第 ${number} 张图像`,
    addClass: "添加类别",
    train: "训练",
    why: {
      empty: (number) => `类别 ${number} 还没有图像。`,
      unnamed: (number) => `类别 ${number} 没有名称。`,
      same: (number) => `类别 ${number} 与另一个类别同名。`,
    },
    trained: "网络此刻的预测",
    now: "网络看到的是 28 × 28 的灰度像素。",
    nothing: "请先训练，然后画一画或给摄像头看点什么。",
    outputs: "网络对当前图像的输出",
    right: "正确",
    stale: "有新的图像，再次训练即可学习。",
    csv: "保存图像（CSV）",
    npy: "保存图像（NPY）",
    model: "训练好的模型在“导出”中。",
    close: "关闭",
    fileName: "我的图像",
  },
};
