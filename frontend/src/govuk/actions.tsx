/** What can be pressed. */

import type { ComponentChildren, JSX } from "preact";

interface Press {
  readonly press: () => void;
  readonly children: ComponentChildren;
  readonly disabled?: boolean;
}

export function Button({ press, children, disabled }: Press): JSX.Element {
  return (
    <button type="button" class="govuk-button" onClick={press} disabled={disabled === true}>
      {children}
    </button>
  );
}

export function Second({ press, children, disabled }: Press): JSX.Element {
  return (
    <button
      type="button"
      class="govuk-button govuk-button--secondary"
      onClick={press}
      disabled={disabled === true}
    >
      {children}
    </button>
  );
}

/** Something to press that looks like a link: it changes the screen, not the address. */
export function Plain({ press, children, label }: Press & { label?: string }): JSX.Element {
  return (
    <button type="button" class="plain" onClick={press} {...(label ? { "aria-label": label } : {})}>
      {children}
    </button>
  );
}

export function Back({ press, children }: Press): JSX.Element {
  return (
    <button type="button" class="govuk-back-link" onClick={press}>
      {children}
    </button>
  );
}

/** Two answers of one question, of one size. */
export function Answers({ children }: { children: ComponentChildren }): JSX.Element {
  return <div class="answers">{children}</div>;
}
