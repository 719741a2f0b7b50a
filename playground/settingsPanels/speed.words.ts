/** The words of speed and goals, and of a training that ended by itself. */
import type { Ending, Language, SpeedName } from "../sessionTypes.js";

interface Words {
  speed: string;
  speedHint: string;
  speeds: Record<SpeedName, string>;
  goals: string;
  more: string;
  moreEpochs: (count: string) => string;
  epochs: string;
  upTo: string;
  go: string;
  wrong: (most: string) => string;
  /** Why the optimiser ended the training, by its name. */
  ended: Record<Ending["why"], (optimizer: string, updates: string) => string>;
  /** What Run did after that. */
  again: string;
  advice: string;
}

export const words: Record<Language, Words> = {
  en: {
    speed: "Speed",
    speedHint: "Speed of Run, in updates of the weights. It changes no result.",
    speeds: {
      1: "1 update/s",
      10: "10 updates/s",
      100: "100 updates/s",
      1000: "1\u2009000 updates/s",
      10000: "10\u2009000 updates/s",
      full: "full speed",
    },
    goals: "Run to …",
    more: "More epochs",
    moreEpochs: (count) => `Train ${count} more epochs`,
    epochs: "epochs",
    upTo: "Up to epoch",
    go: "Go",
    wrong: (most) => `Expected an integer from 1 to ${most}.`,
    ended: {
      converged: (optimizer, updates) =>
        `${optimizer} has converged after ${updates} updates: the gradient is nearly 0.`,
      lineSearch: (optimizer, updates) =>
        `${optimizer} stopped after ${updates} updates: its line search found no lower loss.`,
    },
    again: "Run made no further update, because none lowers the loss.",
    advice: "To train on, choose another optimiser, or change the data or the network.",
  },
  zh: {
    speed: "速度",
    speedHint: "“运行”的速度，按权重的更新次数计，不影响结果。",
    speeds: {
      1: "每秒 1 次更新",
      10: "每秒 10 次更新",
      100: "每秒 100 次更新",
      1000: "每秒 1\u2009000 次更新",
      10000: "每秒 10\u2009000 次更新",
      full: "全速",
    },
    goals: "训练到……",
    more: "更多轮次",
    moreEpochs: (count) => `再训练 ${count} 轮`,
    epochs: "轮",
    upTo: "到第几轮",
    go: "开始",
    wrong: (most) => `应为 1 到 ${most} 之间的整数。`,
    ended: {
      converged: (optimizer, updates) => `${optimizer} 在 ${updates} 次更新后已收敛：梯度几乎为 0。`,
      lineSearch: (optimizer, updates) => `${optimizer} 在 ${updates} 次更新后停止：线搜索找不到更低的损失。`,
    },
    again: "再次运行没有更新权重，因为任何更新都不会降低损失。",
    advice: "要继续训练，请换一个优化器，或改变数据或网络。",
  },
};
