/**
 * A field for one number of a worked example. A valid number is applied at once, while it is typed; ↑ and ↓ change its
 * last digit. When the field does not have the focus it shows at most five decimals, but keeps all digits.
 */
import { useSignal } from "@preact/signals";
import { useRef } from "preact/hooks";

interface NumberFieldProps {
  label: string;
  value: number;
  /** The key of its symbol, so that a click on the drawing finds it. */
  symbol?: string;
  isChanged?: boolean;
  /** Whether only numbers > 0 are allowed. */
  isPositive?: boolean;
  /** What is said of a text that is not such a number. */
  refusal: string;
  onChoose: (value: number) => void;
}

export function NumberField(props: NumberFieldProps) {
  const { label, value, symbol, isChanged, isPositive = false, refusal, onChoose } = props;
  /** The text in the field while it has the focus; null to show the value. */
  const text = useSignal<string | null>(null);
  const next = useRef<number | null>(null);
  const parsed = text.value === null ? value : numberOf(text.value, isPositive);
  const isWrong = parsed === null;
  /** At most once per frame, because applying a number takes some milliseconds. */
  const apply = (number: number) => {
    if (next.current === null) {
      requestAnimationFrame(() => {
        const last = next.current!;
        next.current = null;
        onChoose(last);
      });
    }
    next.current = number;
  };
  const type = (typed: string) => {
    text.value = typed;
    const number = numberOf(typed, isPositive);
    if (number !== null && number !== value) apply(number);
  };
  return (
    <input
      class={`typed own-number${isChanged ? " changed" : ""}`}
      type="text"
      inputMode="decimal"
      autocomplete="off"
      spellcheck={false}
      size={1}
      aria-label={label}
      aria-invalid={isWrong}
      title={isWrong ? refusal : undefined}
      data-symbol={symbol}
      value={text.value ?? shortText(value)}
      onFocus={({ currentTarget }) => {
        text.value = String(value);
        currentTarget.value = text.value;
        currentTarget.select();
      }}
      onBlur={() => (text.value = null)}
      onInput={({ currentTarget }) => type(currentTarget.value)}
      onKeyDown={(event) => {
        const step = { ArrowUp: 1, ArrowDown: -1 }[event.key];
        if (step !== undefined && parsed !== null) {
          event.preventDefault();
          const stepped = steppedText(text.value ?? String(value), step);
          if (numberOf(stepped, isPositive) !== null) type(stepped);
        }
        if (event.key === "Enter") event.currentTarget.select();
      }}
    />
  );
}

/** The number that a text says; null if the text is not a number. Also reads the typographic minus sign. */
export function numberOf(text: string, isPositive: boolean): number | null {
  const plain = text.trim().replace("−", "-");
  const value = /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(plain) ? Number(plain) : NaN;
  return Number.isFinite(value) && (!isPositive || value > 0) ? value : null;
}

/** A number with its last digit changed, at most the second decimal: 0.4 → 0.5, 0.45 → 0.46, 0.358916 → 0.368916. */
export function steppedText(text: string, step: number): string {
  const decimals = Math.min(2, Math.max(1, /\.(\d+)$/.exec(text.trim())?.[1]!.length ?? 0));
  const stepped = Number(text.trim().replace("−", "-")) + step * 10 ** -decimals;
  // rounds the error of the binary sum away
  return String(Number(stepped.toPrecision(15)));
}

function shortText(value: number): string {
  const text = String(value);
  if (text.length <= 8 || Math.abs(value) >= 1e8) return text;
  return Math.abs(value) < 1e-3 ? value.toExponential(1) : String(Number(value.toFixed(5)));
}
