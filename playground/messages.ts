/**
 * Messages of errors in Chinese. Links and the library write them in English; what a page in Chinese shows often is
 * translated here, whole. A message with a part that is not known stays in English, marked as English: see
 * `message.tsx`.
 */

type Translation = readonly [pattern: RegExp, chinese: (...parts: string[]) => string | null];

/** The message in Chinese; null if it is not known. */
export function inChinese(message: string): string | null {
  return translated(message, messages);
}

function translated(text: string, translations: readonly Translation[]): string | null {
  for (const [pattern, chinese] of translations) {
    const found = pattern.exec(text);
    if (found) return chinese(...found.slice(1).map((part) => part ?? ""));
  }
  return null;
}

/** What was expected, as a noun. */
const expectations: readonly Translation[] = [
  [/^an integer from (\S+) to (\S+)$/, (least, most) => `${least} 到 ${most} 之间的整数`],
  [/^a number from (\S+) to (\S+)$/, (least, most) => `${least} 到 ${most} 之间的数`],
  [/^numbers separated by commas$/, () => "用逗号分隔的数"],
  [
    /^(\d+) numbers for (data=\S+) with (hidden=\S+)$/,
    (count, data, hidden) => `${count} 个数（${data}，${hidden}）`,
  ],
  [
    /^a worked example \((data=.+)\) that has (\w+) to fill in$/,
    (data, name) => `可以填写 ${name} 的例题（${data}）`,
  ],
  [/^columns such as (\S+), each (.+)$/, (such) => `列的种类，例如 ${such}`],
  [/^some of (.+), separated by commas$/, (names) => `用逗号分隔的若干名称：${names}`],
  [
    /^"none", or up to (\d+) layers such as (\S+): (\d+) to (\d+) units and an activation$/,
    (layers, such, least, most) =>
      `"none"，或至多 ${layers} 层，例如 ${such}：每层 ${least} 到 ${most} 个单元，并写明激活函数`,
  ],
  [
    /^((?:"[^"]+"(?:, | or )?)+)(?: for (\w+) outputs)?$/,
    (names, output) =>
      names!.replaceAll(", ", "、").replace(" or ", " 或 ") + (output && `（输出为 ${output} 时）`),
  ],
];

/** What is used in its place. */
const values: readonly Translation[] = [
  [/^the numbers of the example$/, () => "例题的数"],
  [/^the last column$/, () => "最后一列"],
  [/^what the columns hold$/, () => "从列中识别的种类"],
  [/^the seed$/, () => "网络的种子"],
  [/^([^\s]*)$/, (value) => value!],
];

const messages: readonly Translation[] = [
  [
    /^(\S+): expected (.+), got (.+)\. Used (.*) instead\.$/,
    (key, wanted, got, used) => {
      const [expected, instead] = [translated(wanted!, expectations), translated(used!, values)];
      return expected === null || instead === null
        ? null
        : `${key}：应为 ${expected}，链接中是 ${got}；已改用 ${instead}。`;
    },
  ],
  [
    /^(\S+): expected (.+), got (.+)\.$/,
    (key, wanted, got) => {
      const expected = translated(wanted!, expectations);
      return expected === null ? null : `${key}：应为 ${expected}，这里是 ${got}。`;
    },
  ],
  [
    /^(\S+): there is no such setting\. Did you mean "(.+)"\?$/,
    (key, name) => `没有 ${key} 这项设置。是否应为 ${name}？`,
  ],
  [
    /^(\S+): there is no such setting\. Known: (.+)\.$/,
    (key, names) => `没有 ${key} 这项设置。可用的有：${names}。`,
  ],
  [
    /^epoch (\d+), batch (\d+): (?:layer (\d+): )?.+\. .*[Ll]ower the learning rate \(now ([^)]+)\).* Weights were restored to their values before this batch\.$/,
    (epoch, batch, layer, rate) =>
      `第 ${epoch} 轮第 ${batch} 批${layer && `，第 ${layer} 层`}：数值不再有限。请降低学习率（现为 ${rate}），或设置 clipNorm。权重已恢复到这一批之前的值。`,
  ],
];
