/** Form fields with labels in a common style. They do not know what they set. */
import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useId, useLayoutEffect, useRef } from "preact/hooks";
import { percent } from "../drawing/numbers.js";
import { isCounted, isWithin, type LimitedName, limits } from "../choices.js";

interface Labelled {
  label: string;
  title?: string;
}

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
  /** The label is only for screen readers. */
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
  /** The value as text. */
  shown: string;
  onSlide: (value: number) => void;
}

/** A slider. It reports at most one value per frame, because applying one can take a while. */
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

/** A slider for a fraction, from 0 in steps of 5 %. */
export function PercentSlider(props: Labelled & Pick<SliderProps, "value" | "most" | "onSlide">) {
  const onSlide = (value: number) => props.onSlide(Math.round(100 * value) / 100);
  return <Slider {...props} least={0} step={0.05} shown={percent(props.value, 0)} onSlide={onSlide} />;
}

/** Makes the message for a wrong number. */
export type Refusal = (isWhole: boolean, least: number, most: number) => string;

interface TypedProps extends Labelled {
  name: LimitedName;
  value: number;
  onChoose: (value: number) => void;
  refusal: Refusal;
  id?: string;
  /** Whether to select the text when the field appears. */
  isNew?: boolean;
}

/** A typed number. It is applied if it is valid, else a message says what is expected. */
export function Typed({ label, title, name, value, onChoose, refusal, id, isNew }: TypedProps) {
  const own = useId();
  /** Text that is typed but not applied; null to show the value. */
  const text = useSignal<string | null>(null);
  const isWrong = useSignal(false);
  const input = useRef<HTMLInputElement>(null);
  useLayoutEffect(() => {
    if (isNew) input.current!.select();
  }, []);
  const discard = () => {
    text.value = null;
    isWrong.value = false;
  };
  useLayoutEffect(discard, [value]); // a layout effect, so that it runs before the next key
  const take = () => {
    if (text.value === null) return;
    const number = text.value.trim() === "" ? NaN : Number(text.value);
    isWrong.value = !isWithin(name, number);
    if (isWrong.value) return;
    discard();
    if (number !== value) onChoose(number);
  };
  const [least, most] = limits[name];
  const message = isWrong.value ? refusal(isCounted(name), least, most) : null;
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
          if (event.key === "Escape") discard();
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
  /** A word that can replace the number. */
  word?: { value: "full"; label: string };
  other: string;
  refusal: Refusal;
  onChoose: (value: number | "full") => void;
  isDisabled?: boolean;
}

/** A number from a list of usual ones, or a typed one. */
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

/** As in 0.00001, not 1e-5. */
function said(number: number): string {
  return number !== 0 && Math.abs(number) < 1e-4 ? number.toFixed(7).replace(/0+$/, "") : String(number);
}

interface SegmentsProps<Value extends string> extends Labelled {
  value: Value;
  options: readonly { value: Value; label: ComponentChildren; title?: string; isDisabled?: boolean }[];
  onChoose: (value: Value) => void;
}

/** A choice between a few options, side by side. */
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
