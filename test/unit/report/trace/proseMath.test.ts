import { describe, expect, it } from "vitest";
import { languages } from "../../../../src/explain/language/languages.js";
import { sentenceOf } from "../../../../src/explain/language/language.js";
import { presetNames } from "../../../../src/explain/presets.js";
import { proseMarkup } from "../../../../src/report/trace/proseMath.js";
import { traceOf } from "./traces.js";

/** Formulas in «…», everything else as it is read. */
const seen = (sentence: string) =>
  proseMarkup(sentence)
    .replace(/<math>(.*?)<\/math>/g, (_all, inside: string) => `«${inside.replace(/<[^>]+>/g, "")}»`)
    .replace(/<\/?span[^>]*>/g, "")
    .replaceAll("&amp;", "&")
    .replaceAll("&#39;", "'");

describe("names and formulas in a sentence", () => {
  it.each([
    ["The slope at o2: out·(1 − out).", "The slope at «o2»: «out⋅(1−out)»."],
    ["w5 occurs only in w5·out_h1; the rest", "«w5» occurs only in «w5⋅outh1»; the rest"],
    ["the update, w⁺ = w − η·∂E/∂w.", "the update, «w+=w−η⋅∂E/∂w»."],
    ["softmax：h1 的 e^net 在本层", "softmax：«h1» 的 «enet» 在本层"],
    ["since −ln out = ln(1 + e^−net).", "since «−lnout=ln(1+e−net)»."],
    ["all added up, and the bias b_h1 (times 1).", "all added up, and the bias «bh1» (times 1)."],
    ["1 − out² = (1 − out)·(1 + out)", "«1−out2=(1−out)⋅(1+out)»"],
    ["记 δ⁻ = −∂E/∂net。这时", "记 «δ−=−∂E/∂net»。这时"],
  ])("%s", (sentence, expected) => {
    expect(seen(sentence)).toBe(expected);
  });

  it.each([
    "the same, written out",
    "The 2 of the exponent cancels the ½.",
    "2 & 3 (of 4), 0.5 to 1",
    "w5_x, out-of",
  ])("are not found where there are none: %s", (sentence) => {
    expect(seen(sentence)).toBe(sentence);
  });

  it("keep a closing mark on their line", () => {
    expect(proseMarkup("（h1），再算 w5。")).toBe(
      '（<span class="kept"><math><msub><mi>h</mi><mn>1</mn></msub></math>），</span>再算 <span class="kept"><math><msub><mi>w</mi><mn>5</mn></msub></math>。</span>',
    );
  });

  it("change no sentence of a trace but for the spaces and the dot", () => {
    const plain = (text: string) =>
      text
        .replace(/[\s_^²2()'′]/g, "")
        .replaceAll("·", "⋅")
        .replace(/[⁺+]/g, "+")
        .replace(/[⁻−]/g, "−");
    for (const name of presetNames) {
      for (const { reason } of traceOf(name).steps) {
        for (const language of Object.values(languages)) {
          const sentence = sentenceOf(language, reason);
          expect(plain(seen(sentence).replace(/[«»]/g, ""))).toBe(plain(sentence));
        }
      }
    }
  });
});
