/** The names of the controls that a link can hide, and the words of the part of "Export" that makes such a link. */
import { words as pageWords } from "./page.words.js";
import { words as confusion } from "./panels/confusion.words.js";
import { words as draw } from "./panels/draw.words.js";
import { words as inspector } from "./panels/inspector.words.js";
import { words as mistakes } from "./panels/mistakes.words.js";
import { words as surface } from "./panels/surface.words.js";
import { words as speedWords } from "./settingsPanels/speed.words.js";
import type { Language } from "./sessionTypes.js";
import { words as settings } from "./settingsPanels/settings.words.js";
import type { ControlName } from "./view.js";

interface Words {
  title: string;
  about: string;
  /** How much is hidden, beside the button that shows it. */
  hidden: (count: number) => string;
  showAll: string;
  opens: string;
  layers: string;
  curve: string;
  article: string;
  tab: (name: string) => string;
}

export const words = {
  en: {
    title: "Link for a class",
    about:
      "Choose what this link hides. People who open it see the same training without these parts. A button at the end of the page shows them again.",
    hidden: (count) => `This link hides ${count} part${count === 1 ? "" : "s"} of the page.`,
    showAll: "Show all",
    opens: "Opens at",
    layers: "Layers",
    curve: "Loss curve",
    article: "Article below the page",
    tab: (name) => `Tab: ${name}`,
  },
  zh: {
    title: "课堂链接",
    about:
      "选择这个链接要隐藏的部分。打开链接的人看到同样的训练，但没有这些部分；页面末尾的按钮可以重新显示它们。",
    hidden: (count) => `此链接隐藏了页面的 ${count} 个部分。`,
    showAll: "全部显示",
    opens: "打开时显示",
    layers: "层",
    curve: "损失曲线",
    article: "页面下方的说明",
    tab: (name) => `标签页：${name}`,
  },
} satisfies Record<Language, Words>;

/** The names of the controls, as the page calls them. */
export function controlLabels(language: Language): Record<ControlName, string> {
  const [own, page, fields] = [words[language], pageWords[language], settings[language]];
  return {
    speed: `${speedWords[language].speed}, ${speedWords[language].goals}`,
    data: fields.data,
    layers: own.layers,
    loss: fields.loss,
    optimizer: fields.optimizer,
    rate: fields.learningRate,
    batch: fields.batchSize,
    penalties: `${fields.l1}, ${fields.l2}`,
    dropout: fields.dropout,
    precision: fields.precision,
    engine: fields.engine,
    inspector: inspector[language].title,
    weights: page.weights,
    plane: surface[language].boundary,
    draw: draw[language].title,
    curve: own.curve,
    confusion: confusion[language].title,
    mistakes: mistakes[language].title,
    steps: own.tab(page.tabNames.steps),
    bench: own.tab(page.tabNames.bench),
    export: own.tab(page.tabNames.export),
    article: own.article,
  };
}
