/** The words of the page that is shown, for its components. */

import { createContext } from "preact";
import { useContext } from "preact/hooks";
import { englishWords } from "./words.ts";
import type { Words } from "./words.ts";

export const WordsContext = createContext<Words>(englishWords());

export function useWords(): Words {
  return useContext(WordsContext);
}
