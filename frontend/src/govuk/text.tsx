/** Text: the heading that takes the focus, paragraphs, details, and what must be noticed. */

import type { ComponentChildren, JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";

/** On the first screen the browser begins at the top, where the way out is; so it stays. */
let arrived = false;

/** A screen's one main heading; the focus moves to it when the screen changes. */
export function Title({ children }: { children: ComponentChildren }): JSX.Element {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (arrived) {
      heading.current?.focus({ preventScroll: true });
      scrollTo(0, 0);
    }
    arrived = true;
  }, []);
  return (
    <h1 class="govuk-heading-l" tabIndex={-1} ref={heading}>
      {children}
    </h1>
  );
}

export function Heading({ children }: { children: ComponentChildren }): JSX.Element {
  return <h2 class="govuk-heading-m">{children}</h2>;
}

export function Text({ children }: { children: ComponentChildren }): JSX.Element {
  return <p class="govuk-body">{children}</p>;
}

export function Bullets({ items }: { items: readonly ComponentChildren[] }): JSX.Element {
  return (
    <ul class="govuk-list govuk-list--bullet">
      {items.map((item) => (
        <li>{item}</li>
      ))}
    </ul>
  );
}

export function Inset({ children }: { children: ComponentChildren }): JSX.Element {
  return <div class="govuk-inset-text">{children}</div>;
}

/** More, for who wants it: identifiers, sections of law, how something is known. */
export function Details(of: { summary: string; children: ComponentChildren }): JSX.Element {
  return (
    <details class="govuk-details">
      <summary class="govuk-details__summary">
        <span class="govuk-details__summary-text">{of.summary}</span>
      </summary>
      <div class="govuk-details__text">{of.children}</div>
    </details>
  );
}

/** A statement about the state of things; `wrong` only when something does not match. */
export function State(of: { wrong?: boolean; children: ComponentChildren }): JSX.Element {
  return (
    <div class={`card ${of.wrong === true ? "card--wrong" : "card--state"}`} role="status">
      {of.children}
    </div>
  );
}

export function Progress(of: { label: string; done: number; total: number }): JSX.Element {
  return (
    <div class="progress" role="status">
      {of.label}
      {of.total > 0 ? (
        <progress aria-label={of.label} max={of.total} value={Math.min(of.done, of.total)} />
      ) : null}
    </div>
  );
}
