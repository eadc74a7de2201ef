/** Printing one receipt that she asked for; anything else prints as an empty page. */

export function printReceipt(): void {
  const root = document.documentElement;
  root.classList.add("printing");
  try {
    print();
  } finally {
    root.classList.remove("printing");
  }
}
