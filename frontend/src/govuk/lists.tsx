/** Lists: facts with their names, and tasks that wait. */

import type { ComponentChildren, JSX } from "preact";

export interface Fact {
  readonly name: string;
  readonly value: ComponentChildren;
}

export function Facts({ facts }: { facts: readonly Fact[] }): JSX.Element {
  return (
    <dl class="govuk-summary-list">
      {facts.map((fact) => (
        <div class="govuk-summary-list__row">
          <dt class="govuk-summary-list__key">{fact.name}</dt>
          <dd class="govuk-summary-list__value">{fact.value}</dd>
        </div>
      ))}
    </dl>
  );
}

export interface Task {
  readonly id: string;
  readonly title: string;
  readonly status: string;
  readonly open: () => void;
}

export function Tasks({ tasks }: { tasks: readonly Task[] }): JSX.Element {
  return (
    <ul class="govuk-task-list">
      {tasks.map((task) => (
        <li class="govuk-task-list__item govuk-task-list__item--with-link">
          <div class="govuk-task-list__name-and-hint">
            <button
              type="button"
              class="plain govuk-task-list__link"
              aria-describedby={`${task.id}-status`}
              onClick={task.open}
            >
              {task.title}
            </button>
          </div>
          <div class="govuk-task-list__status" id={`${task.id}-status`}>
            {task.status}
          </div>
        </li>
      ))}
    </ul>
  );
}

export function Tag({ children }: { children: ComponentChildren }): JSX.Element {
  return <strong class="govuk-tag">{children}</strong>;
}
