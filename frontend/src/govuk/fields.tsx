/** Fields of a form, each with its label, hint and fault; nothing is kept by the browser. */

import type { ComponentChildren, JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";

export interface Fault {
  readonly field: string;
  readonly text: string;
}

export function faultOf(faults: readonly Fault[], field: string): string | undefined {
  return faults.find((fault) => fault.field === field)?.text;
}

/** Lists the faults of a form, takes the focus, and leads to each field. */
export function ErrorSummary(of: {
  title: string;
  prefix: string;
  faults: readonly Fault[];
}): JSX.Element | null {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (of.faults.length === 0) return undefined;
    box.current?.focus();
    const { title } = document;
    // Said first by screen readers; the rest of the title stays the neutral one.
    document.title = `${of.prefix}: ${title}`;
    return () => {
      document.title = title;
    };
  }, [of.faults]);
  if (of.faults.length === 0) return null;
  return (
    <div class="govuk-error-summary" tabIndex={-1} ref={box} role="alert">
      <h2 class="govuk-error-summary__title">{of.title}</h2>
      <ul class="govuk-list govuk-error-summary__list">
        {of.faults.map((fault) => (
          <li>
            <button
              type="button"
              class="plain"
              onClick={() => document.getElementById(fault.field)?.focus()}
            >
              {fault.text}
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}

interface Labelled {
  readonly id: string;
  readonly label: string;
  readonly hint?: string | undefined;
  readonly fault?: string | undefined;
}

function describedBy(of: Labelled): { "aria-describedby"?: string } {
  const ids = [
    ...(of.hint === undefined ? [] : [`${of.id}-hint`]),
    ...(of.fault === undefined ? [] : [`${of.id}-fault`]),
  ];
  return ids.length === 0 ? {} : { "aria-describedby": ids.join(" ") };
}

function Around(of: Labelled & { children: ComponentChildren }): JSX.Element {
  return (
    <div class={`govuk-form-group ${of.fault === undefined ? "" : "govuk-form-group--error"}`}>
      <label class="govuk-label govuk-label--s" for={of.id}>
        {of.label}
      </label>
      {of.hint === undefined ? null : (
        <div id={`${of.id}-hint`} class="govuk-hint">
          {of.hint}
        </div>
      )}
      {of.fault === undefined ? null : (
        <p id={`${of.id}-fault`} class="govuk-error-message">
          {of.fault}
        </p>
      )}
      {of.children}
    </div>
  );
}

/**
 * One line of text. A secret is covered by its style and not by its type, so that no browser
 * offers to keep it as a password; where the style is not known, it is shown.
 */
export function Input(
  of: Labelled & {
    value: string;
    change: (value: string) => void;
    secret?: boolean;
    enter?: () => void;
  },
): JSX.Element {
  return (
    <Around {...of}>
      <input
        id={of.id}
        class={`govuk-input ${of.secret === true ? "secret" : ""}`}
        type="text"
        value={of.value}
        autocomplete="off"
        autocapitalize="none"
        autocorrect="off"
        spellcheck={false}
        aria-invalid={of.fault === undefined ? undefined : "true"}
        {...describedBy(of)}
        onInput={(event) => of.change(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === "Enter") of.enter?.();
        }}
      />
    </Around>
  );
}

/** Several lines of text; the browser keeps nothing and corrects nothing. */
export function Words(
  of: Labelled & { value: string; change: (value: string) => void },
): JSX.Element {
  return (
    <Around {...of}>
      <textarea
        id={of.id}
        class="govuk-input words"
        rows={6}
        value={of.value}
        autocomplete="off"
        spellcheck={false}
        {...describedBy(of)}
        onInput={(event) => of.change(event.currentTarget.value)}
      />
    </Around>
  );
}

/** Choosing files of this device; what was chosen is told once, and the field is empty again. */
export function FileChoice(of: Labelled & { chosen: (files: readonly File[]) => void }): JSX.Element {
  return (
    <Around {...of}>
      <input
        id={of.id}
        class="govuk-body file"
        type="file"
        multiple
        {...describedBy(of)}
        onChange={(event) => {
          const field = event.currentTarget;
          of.chosen([...(field.files ?? [])]);
          field.value = "";
        }}
      />
    </Around>
  );
}

export interface Choice {
  readonly value: string;
  readonly label: ComponentChildren;
  readonly hint?: ComponentChildren;
}

interface Choosing {
  readonly id: string;
  readonly legend: string;
  readonly hint?: string | undefined;
  readonly fault?: string | undefined;
  readonly choices: readonly Choice[];
}

function Group(of: Choosing & { children: ComponentChildren }): JSX.Element {
  return (
    <div class={`govuk-form-group ${of.fault === undefined ? "" : "govuk-form-group--error"}`}>
      <fieldset class="govuk-fieldset" {...describedBy({ ...of, label: of.legend })}>
        <legend class="govuk-fieldset__legend govuk-fieldset__legend--s">{of.legend}</legend>
        {of.hint === undefined ? null : (
          <div id={`${of.id}-hint`} class="govuk-hint">
            {of.hint}
          </div>
        )}
        {of.fault === undefined ? null : (
          <p id={`${of.id}-fault`} class="govuk-error-message">
            {of.fault}
          </p>
        )}
        {of.children}
      </fieldset>
    </div>
  );
}

export function Checkboxes(
  of: Choosing & {
    ticked: ReadonlySet<string>;
    change: (value: string, ticked: boolean) => void;
  },
): JSX.Element {
  return (
    <Group {...of}>
      <div class="govuk-checkboxes">
        {of.choices.map((choice, place) => (
          <Checkbox
            id={place === 0 ? of.id : `${of.id}-${place}`}
            choice={choice}
            ticked={of.ticked.has(choice.value)}
            change={(ticked) => of.change(choice.value, ticked)}
          />
        ))}
      </div>
    </Group>
  );
}

export function Checkbox(of: {
  id: string;
  choice: Choice;
  ticked: boolean;
  change: (ticked: boolean) => void;
}): JSX.Element {
  const hint = of.choice.hint === undefined ? {} : { "aria-describedby": `${of.id}-hint` };
  return (
    <div class="govuk-checkboxes__item">
      <input
        class="govuk-checkboxes__input"
        id={of.id}
        type="checkbox"
        checked={of.ticked}
        {...hint}
        onChange={(event) => of.change(event.currentTarget.checked)}
      />
      <label class="govuk-label govuk-checkboxes__label" for={of.id}>
        {of.choice.label}
      </label>
      {of.choice.hint === undefined ? null : (
        <div id={`${of.id}-hint`} class="govuk-hint govuk-checkboxes__hint">
          {of.choice.hint}
        </div>
      )}
    </div>
  );
}

export function Radios(
  of: Choosing & { chosen: string | null; change: (value: string) => void },
): JSX.Element {
  return (
    <Group {...of}>
      <div class="govuk-radios">
        {of.choices.map((choice, place) => {
          const id = place === 0 ? of.id : `${of.id}-${place}`;
          return (
            <div class="govuk-radios__item">
              <input
                class="govuk-radios__input"
                id={id}
                name={of.id}
                type="radio"
                checked={of.chosen === choice.value}
                onChange={() => of.change(choice.value)}
              />
              <label class="govuk-label govuk-radios__label" for={id}>
                {choice.label}
              </label>
              {choice.hint === undefined ? null : (
                <div class="govuk-hint govuk-radios__hint">{choice.hint}</div>
              )}
            </div>
          );
        })}
      </div>
    </Group>
  );
}

export interface DayText {
  readonly day: string;
  readonly month: string;
  readonly year: string;
}

/** A date as three numbers. */
export function DateField(
  of: Omit<Choosing, "choices"> & {
    value: DayText;
    labels: DayText;
    change: (value: DayText) => void;
  },
): JSX.Element {
  return (
    <Group {...of} choices={[]}>
      <div class="govuk-date-input">
        {(["day", "month", "year"] as const).map((part) => {
          const id = part === "day" ? of.id : `${of.id}-${part}`;
          return (
            <div class="govuk-date-input__item">
              <label class="govuk-label govuk-date-input__label" for={id}>
                {of.labels[part]}
              </label>
              <input
                class={`govuk-input govuk-input--width-${part === "year" ? 4 : 2}`}
                id={id}
                type="text"
                inputMode="numeric"
                autocomplete="off"
                value={of.value[part]}
                onInput={(event) => of.change({ ...of.value, [part]: event.currentTarget.value })}
              />
            </div>
          );
        })}
      </div>
    </Group>
  );
}
