/** A field in the drawing that sets the weight or the bias that was clicked. Enter sets it, Escape closes the field. */
import { useSignal } from "@preact/signals";
import { useId, useLayoutEffect, useRef } from "preact/hooks";
import { numberAt } from "../edits.js";
import { words } from "../panels/network.words.js";
import type { Place, Session } from "../sessionTypes.js";
import { pixels } from "./pixels.js";
import { nameOf, type Shape } from "./shape.js";
import { tagPlace } from "./tag.js";

/** Digits of the value that the field starts with. */
const digits = 6;
const width = 96;

interface NumberEditorProps {
  session: Session;
  shape: Shape;
  place: Place;
  /** @param isByKey whether a key closed it, so that the focus returns to the place */
  onClose: (isByKey: boolean) => void;
}

export function NumberEditor({ session, shape, place, onClose }: NumberEditorProps) {
  const own = words[session.language.value];
  const { network } = shape;
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const first = useRef(String(Number((numberAt(network, place) ?? 0).toPrecision(digits))));
  const isWrong = useSignal(false);
  useLayoutEffect(() => input.current!.select(), []);
  /** @returns whether the field can close */
  const take = (): boolean => {
    const text = input.current!.value;
    if (text === first.current) return true;
    const value = numberOf(text, network.config.precision);
    isWrong.value = value === null;
    if (value === null) return false;
    session.setNumber(place, value);
    return true;
  };
  /** Whether a key has closed the field: it then loses the focus too, which does not count. */
  const isClosed = useRef(false);
  const onKeyDown = (event: KeyboardEvent) => {
    isClosed.current = event.key === "Escape" || (event.key === "Enter" && take());
    if (!isClosed.current) return;
    event.preventDefault(); // else the key presses the button that gets the focus
    onClose(true);
  };
  const onBlur = () => {
    if (!isClosed.current && take()) onClose(false);
  };
  const { x, y } = tagPlace(shape, place);
  const left = Math.max(0, Math.min(shape.layout.width - width, x - width / 2));
  const top = Math.max(0, Math.min(shape.layout.height - 56, y - 4));
  return (
    <label class="network-editor" style={pixels({ left, top, width })}>
      <span>{nameOf(shape, place)}</span>
      <input
        ref={input}
        class="typed"
        type="text"
        inputMode="decimal"
        autocomplete="off"
        spellcheck={false}
        defaultValue={first.current}
        aria-label={own.set(nameOf(shape, place))}
        aria-invalid={isWrong.value}
        aria-describedby={isWrong.value ? id : undefined}
        onKeyDown={onKeyDown}
        onBlur={onBlur}
      />
      {isWrong.value && (
        <span class="refusal" role="alert" id={id}>
          {own.expectedNumber}
        </span>
      )}
    </label>
  );
}

/** The number that a text says, if it is finite in the precision; else null. Takes a real minus sign too. */
export function numberOf(text: string, precision: "float32" | "float64"): number | null {
  const plain = text.trim().replace("\u2212", "-");
  if (plain === "") return null;
  const value = Number(plain);
  return Number.isFinite(precision === "float32" ? Math.fround(value) : value) ? value : null;
}
