/** Days as a person types them: three numbers, and what they make. */

import type { DayText } from "../govuk/fields.tsx";

export const NO_DAY: DayText = { day: "", month: "", year: "" };

/** Gives YYYY-MM-DD, or null where the numbers make no day. */
export function dayOf(typed: DayText): string | null {
  const [year, month, day] = [typed.year, typed.month, typed.day].map((part) => part.trim());
  if (![year, month, day].every((part) => part !== undefined && /^\d{1,4}$/u.test(part))) {
    return null;
  }
  const made = new Date(Number(year), Number(month) - 1, Number(day));
  const same = made.getMonth() === Number(month) - 1 && made.getDate() === Number(day);
  return same && made.getFullYear() === Number(year) && Number(year) >= 1970 ? spelt(made) : null;
}

function two(value: number): string {
  return String(value).padStart(2, "0");
}

export function spelt(date: Date): string {
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

export function dayText(day: string | null): DayText {
  if (day === null) return NO_DAY;
  const [year = "", month = "", date = ""] = day.split("-");
  return { day: String(Number(date)), month: String(Number(month)), year };
}

export function isEmpty(typed: DayText): boolean {
  return typed.day === "" && typed.month === "" && typed.year === "";
}
