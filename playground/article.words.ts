/** The article below the page: what a neural network is, what the page shows, how its colours read. */
import type { Language } from "./sessionTypes.js";

interface Words {
  title: string;
  /** Each a heading and its paragraphs. */
  parts: readonly { heading: string; paragraphs: readonly string[] }[];
  links: string;
  lesson: string;
  package: string;
  documentation: string;
  glossary: string;
  source: string;
}

export const words = {
  en: {
    title: "About this page",
    parts: [
      {
        heading: "What is a neural network?",
        paragraphs: [
          "A neural network computes outputs from inputs. It has layers of units. Each unit multiplies the outputs of the layer before by weights, adds them and a bias, and passes the sum through an activation function. The last layer gives the answer: a number, or a probability for each class.",
          "Nobody writes the weights. Training finds them. The network predicts some samples whose answers are known, and the loss measures how wrong it is. Backpropagation computes how the loss changes with each weight, and every weight moves a small step in the direction that makes the loss smaller. Then the next samples follow. One pass through all training samples is an epoch.",
        ],
      },
      {
        heading: "What does this page show?",
        paragraphs: [
          "Choose data and press Run. The network learns from the training samples, and the page draws what it has learned so far. Test samples are held out: the network never learns from them. If the training loss falls while the test loss rises, the network overfits.",
          "Point at a unit or a weight to see how its value is calculated. Click a weight, or the dot of a bias, to set it yourself. Step by step shows one whole update with every number. The page trains with the same code as the library, so an exported program repeats the training to the last bit.",
        ],
      },
      {
        heading: "How to read the colours",
        paragraphs: [
          "Blue is positive and orange is negative: for weights, biases and outputs. A thicker line is a larger weight. The square of a unit shows its output over the whole plane of inputs. In the large plane, the colour of a place is the predicted class, and a paler colour means a less certain prediction. Filled points are training samples, rings are test samples. In the curves, training is grey and test is violet.",
        ],
      },
    ],
    links: "More",
    lesson: "Lesson: one update, step by step",
    package: "The package on npm",
    documentation: "Documentation",
    glossary: "Glossary",
    source: "Source code",
  },
  zh: {
    title: "关于本页",
    parts: [
      {
        heading: "什么是神经网络？",
        paragraphs: [
          "神经网络由输入计算输出。它由若干层单元组成。每个单元把前一层的输出分别乘以权重，相加后再加上偏置，然后代入激活函数。最后一层给出答案：一个数，或每个类别的概率。",
          "权重不是人写的，而是训练出来的。网络先对答案已知的样本作预测，损失衡量预测错了多少。反向传播计算损失随每个权重的变化率，每个权重都朝着使损失变小的方向移动一小步。然后轮到下一批样本。把全部训练样本用过一遍，称为一轮。",
        ],
      },
      {
        heading: "本页显示什么？",
        paragraphs: [
          "选择数据，按“运行”。网络从训练样本中学习，页面随时画出它已学到的内容。测试样本不参与训练。如果训练损失下降而测试损失上升，就是过拟合。",
          "指向一个单元或权重，可以看到它的数值如何算出。单击权重或偏置的圆点，可以自己设定数值。“逐步演算”列出一次完整更新中的每个数。本页与程序库使用同样的代码训练，因此导出的程序能逐位重复这次训练。",
        ],
      },
      {
        heading: "颜色的含义",
        paragraphs: [
          "蓝色为正，橙色为负：权重、偏置和输出都是如此。线越粗，权重越大。单元的方格显示它在整个输入平面上的输出。在大的平面图中，颜色表示预测的类别，颜色越浅，预测越不确定。实心点是训练样本，圆圈是测试样本。曲线中灰色为训练，紫色为测试。",
        ],
      },
    ],
    links: "更多",
    lesson: "课程：逐步演算一次更新",
    package: "npm 上的软件包",
    documentation: "文档",
    glossary: "术语表",
    source: "源代码",
  },
} satisfies Record<Language, Words>;
