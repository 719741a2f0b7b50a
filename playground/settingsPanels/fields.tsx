/** The fields that settings are made of: each with a label, of one look. What they mean is not known here. */
import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useId, useLayoutEffect, useRef } from "preact/hooks";
import { expectedOf, isCounted, isWithin, type LimitedName, limits } from "../choices.js";

interface Labelled {
  label: string;
  /** What is said when the pointer rests there. */
  title?: string;
}

/** A label, and the field that it belongs to. */
export function Field({
  label,
  title,
  id,
  children,
}: Labelled & { id: string; children: ComponentChildren }) {
  return (
    <div class="field" title={title}>
      <label for={id}>{label}</label>
      {children}
    </div>
  );
}

interface SelectProps<Value extends string> extends Labelled {
  value: Value;
  options: readonly { value: Value; label: string }[];
  onChoose: (value: Value) => void;
  /** The label is read aloud, not shown. */
  isBare?: boolean;
  isDisabled?: boolean;
}

export function Select<Value extends string>(props: SelectProps<Value>) {
  const id = useId();
  const { label, title, value, options, onChoose, isBare, isDisabled } = props;
  const select = (
    <select
      id={id}
      aria-label={isBare ? label : undefined}
      title={isBare ? (title ?? label) : undefined}
      value={value}
      disabled={isDisabled}
      onChange={(event) => onChoose(event.currentTarget.value as Value)}
    >
      {options.map((option) => (
        <option key={option.value} value={option.value} selected={option.value === value}>
          {option.label}
        </option>
      ))}
    </select>
  );
  return isBare ? select : <Field {...{ label, title, id }}>{select}</Field>;
}

interface SliderProps extends Labelled {
  value: number;
  least: number;
  most: number;
  step: number;
  /** The value in words. */
  shown: string;
  onSlide: (value: number) => void;
}

/** Tells of a value at most once per frame: what is chosen may take a while. */
export function Slider({ label, title, value, least, most, step, shown, onSlide }: SliderProps) {
  const id = useId();
  const next = useRef<number | null>(null);
  const slide = (to: number) => {
    if (next.current === null) {
      requestAnimationFrame(() => {
        const last = next.current!;
        next.current = null;
        onSlide(last);
      });
    }
    next.current = to;
  };
  return (
    <div class="field slider" title={title}>
      <label for={id}>{label}</label>
      <output for={id}>{shown}</output>
      <input
        id={id}
        type="range"
        min={least}
        max={most}
        step={step}
        value={value}
        aria-valuetext={shown}
        onInput={(event) => slide(event.currentTarget.valueAsNumber)}
      />
    </div>
  );
}

interface TypedProps extends Labelled {
  name: LimitedName;
  value: number;
  onChoose: (value: number) => void;
  /** Says what is wrong; gets what was expected. */
  refusal: (expected: string) => string;
  id?: string;
  /** Takes the focus as it comes. */
  isNew?: boolean;
}

/** A number that is typed: taken when it is whole and within its limits, else what was wrong is said. */
export function Typed({ label, title, name, value, onChoose, refusal, id, isNew }: TypedProps) {
  const own = useId();
  /** What was typed and is not taken yet; null where the value stands. */
  const text = useSignal<string | null>(null);
  const isWrong = useSignal(false);
  const input = useRef<HTMLInputElement>(null);
  useLayoutEffect(() => {
    if (isNew) input.current!.select();
  }, []);
  const letBe = () => {
    text.value = null;
    isWrong.value = false;
  };
  useLayoutEffect(letBe, [value]); // before anybody types: after that it would take away what was typed
  const take = () => {
    if (text.value === null) return;
    const number = text.value.trim() === "" ? NaN : Number(text.value);
    isWrong.value = !isWithin(name, number);
    if (isWrong.value) return;
    letBe();
    if (number !== value) onChoose(number);
  };
  const message = isWrong.value ? refusal(expectedOf(name)) : null;
  return (
    <>
      <input
        ref={input}
        id={id}
        class="typed"
        type="text"
        inputMode={isCounted(name) ? "numeric" : "decimal"}
        autocomplete="off"
        spellcheck={false}
        aria-label={id ? undefined : label}
        title={title}
        value={text.value ?? String(value)}
        aria-invalid={isWrong.value}
        aria-describedby={message ? `${own}-wrong` : undefined}
        onInput={(event) => (text.value = event.currentTarget.value)}
        onChange={take}
        onKeyDown={(event) => {
          if (event.key === "Enter") take();
          if (event.key === "Escape") letBe();
        }}
      />
      {message && (
        <span class="refusal" role="alert" id={`${own}-wrong`}>
          {message}
        </span>
      )}
    </>
  );
}

interface ListedProps extends Labelled {
  name: LimitedName;
  value: number | "full";
  usual: readonly number[];
  /** A word that may stand for a number. */
  word?: { value: "full"; label: string };
  other: string;
  refusal: (expected: string) => string;
  onChoose: (value: number | "full") => void;
  isDisabled?: boolean;
}

/** A number of a list of usual ones, or any other, typed. */
export function Listed(props: ListedProps) {
  const { label, title, name, value, usual, word, other, refusal, onChoose, isDisabled } = props;
  const id = useId();
  const isTyping = useSignal(false);
  if (isTyping.value && typeof value === "number" && !isDisabled) {
    return (
      <Field {...{ label, title, id }}>
        <Typed
          {...{ label, name, value, refusal, id }}
          isNew
          onChoose={(number) => {
            onChoose(number);
            if (usual.includes(number)) isTyping.value = false;
          }}
        />
      </Field>
    );
  }
  const numbers = typeof value === "number" && !usual.includes(value) ? [...usual, value] : [...usual];
  const options = numbers
    .sort((a, b) => a - b)
    .map((number) => ({ value: String(number), label: said(number) }));
  if (word) options.push(word);
  return (
    <Select
      {...{ label, title, isDisabled }}
      value={String(value)}
      options={[...options, { value: "other", label: other }]}
      onChoose={(chosen) => {
        if (chosen === "other") {
          if (typeof value !== "number") onChoose(Math.max(limits[name][0], usual[0]!));
          isTyping.value = true;
        } else onChoose(chosen === "full" ? chosen : Number(chosen));
      }}
    />
  );
}

/** 0.00001, not 1e-5. */
function said(number: number): string {
  return number !== 0 && Math.abs(number) < 1e-4 ? number.toFixed(7).replace(/0+$/, "") : String(number);
}

interface SegmentsProps<Value extends string> extends Labelled {
  value: Value;
  options: readonly { value: Value; label: ComponentChildren; title?: string; isDisabled?: boolean }[];
  onChoose: (value: Value) => void;
}

/** One of a few, side by side. */
export function Segments<Value extends string>({ label, value, options, onChoose }: SegmentsProps<Value>) {
  const name = useId();
  return (
    <fieldset class="segments">
      <legend class="unseen">{label}</legend>
      {options.map((option) => (
        <label key={option.value} title={option.title} data-disabled={option.isDisabled}>
          <input
            type="radio"
            name={name}
            value={option.value}
            checked={option.value === value}
            disabled={option.isDisabled}
            onChange={() => onChoose(option.value)}
          />
          <span>{option.label}</span>
        </label>
      ))}
    </fieldset>
  );
}
